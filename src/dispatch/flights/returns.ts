import { FOREVER, type Settlement } from '../../domain/messages/queue.ts';
import type { Clock } from '../../kernel/clock.ts';
import {
  type Concluding,
  type Flight,
  type FlightVerdict,
  isNothingTaken,
  isPartTaken,
  keyOf,
  UNCLEAR_MS,
  type Why,
} from './flight.ts';
import { LaneMoves } from './lane-moves.ts';
import { notesOfOthers } from './not-taken.ts';
import { AVOID_MS, LEAST_PAUSE_MS, pauseMs, resendMs, tossMs } from './pauses.ts';
import type { FoundLane, ReturnLanes } from './return-lanes.ts';
import { SecondRoute, type Standings } from './second-route.ts';
import { SpillTimes } from './spill-times.ts';
import { Troubles } from './troubles.ts';

// How long a route has to hand over a message whose `spillAfter` is over already.
const LEAST_HOLD_MS = 1_000;

// The pause before a route is offered a message again that it blamed, where no other route can be asked, ms.
const ONCE_MORE_MS = 3_000;

export interface ReturnsDeps {
  readonly clock: Clock;
  readonly settle: (settlement: Settlement) => void;
  readonly lanes: ReturnLanes;
  readonly standings: Standings;
}

interface How {
  readonly lane: number;
  readonly dueInMs: number;
  /** How long this route may not have the message again, ms; 0: no longer than other routes, until it is due. */
  readonly avoidMs?: number;
  readonly duplicate?: boolean;
  readonly reservedUntil?: number | undefined;
  readonly rest?: readonly number[];
}

/** Ends messages that are not sent, or puts them back into the queue: in which lane, when, and for which routes. */
export class Returns {
  readonly #deps: ReturnsDeps;
  readonly #moves = new LaneMoves();
  readonly #troubles = new Troubles();
  readonly #times: SpillTimes;
  readonly #second: SecondRoute;

  constructor(deps: ReturnsDeps) {
    this.#deps = deps;
    this.#times = new SpillTimes(deps.lanes, this.#troubles);
    this.#second = new SecondRoute(deps.lanes, deps.standings);
  }

  toOtherRoute(flight: Flight, verdict: Extract<FlightVerdict, { kind: 'otherRoute' }>): void {
    const { lanes } = this.#deps;
    const { lane: old, priority } = flight.message;
    if (verdict.blame === 'messageOrRoute') {
      const answer = this.#second.ask(flight);
      if (answer === 'fails') this.end(flight, 'failed', verdict);
      else this.#elsewhereOrLater(flight, verdict, answer.to, ONCE_MORE_MS);
      return;
    }
    this.#second.noteRefusal(flight);
    if (verdict.blame === 'unclear') {
      this.#elsewhereOrLater(flight, verdict, lanes.elsewhereFirst(old, priority, flight.route), UNCLEAR_MS);
      return;
    }
    this.#inLane(flight, lanes.without(old, flight.route), (lane) => {
      if (lane === undefined) this.end(flight, 'failed', verdict);
      // `lane` is the old lane if the new lane could not be written: then the route is avoided for a time instead.
      else this.#putBack(flight, verdict, { lane, dueInMs: 0, avoidMs: lane === old ? AVOID_MS : 0 });
    });
  }

  /** @param afterMs when the message's own route may have it again, if no other may */
  #elsewhereOrLater(flight: Flight, why: Why, found: FoundLane, afterMs: number): void {
    this.#inLane(flight, found, (lane) => {
      if (lane === undefined || lane === flight.message.lane)
        this.later(flight, { ...why, kind: 'later', afterMs, throttled: false });
      // While no other route is usable, this route may have the message again, but not at once.
      else
        this.#putBack(flight, why, { lane, dueInMs: tossMs(this.#putOff(flight)), avoidMs: LEAST_PAUSE_MS });
    });
  }

  /**
   * Puts back a message that its route put off: another route may take it at once, this route after the time that it
   * asked for. From the second time on the message pauses for all routes. Otherwise two routes that put the message off
   * would get it in turns without end.
   */
  later(flight: Flight, verdict: Extract<FlightVerdict, { kind: 'later' }>): void {
    const { lanes, clock } = this.#deps;
    const { lane, priority } = flight.message;
    const before = this.#putOff(flight);
    const afterMs = Math.max(LEAST_PAUSE_MS, pauseMs(verdict, priority, before));
    const hasOther = lanes.hasOther(lane, flight.route);
    const when = hasOther ? { dueInMs: tossMs(before), avoidMs: afterMs } : { dueInMs: afterMs };
    const spillAt = this.#times.spillAt(flight);
    const now = clock.now();
    const isOverdue = now >= spillAt;
    // If the message need not spill, this route or another of its tier has it again before `spillAt`.
    const mustSpill = isOverdue || (now + afterMs > spillAt && lanes.isFirst(lane, flight.route));
    if (!mustSpill) {
      this.#putBack(flight, verdict, { lane, ...when });
      return;
    }
    this.#inLane(flight, lanes.alike(lane, priority), (alike = lane) => {
      const reservedUntil = isOverdue || alike === lane ? undefined : spillAt;
      this.#putBack(flight, verdict, { lane: alike, ...when, reservedUntil });
    });
  }

  /** To be called when a route is given all parts of the message. */
  launched({ message }: Flight): void {
    if (message.attempt > 1) this.#troubles.launched(message.id);
  }

  /** Puts back the parts that were not taken, for this route. Under `resend` another route may later send all parts. */
  rest(flight: Flight, verdict: Extract<FlightVerdict, { kind: 'rest' }>): void {
    const { lanes } = this.#deps;
    const { lane, priority, onUncertain } = flight.message;
    this.#troubles.keptBack(flight.message.id, flight.launchedAt);
    const before = this.#putOff(flight);
    const dueInMs = Math.max(LEAST_PAUSE_MS, pauseMs(verdict, priority, before));
    const keep = { dueInMs, rest: verdict.parts };
    if (onUncertain === 'hold') {
      // If a late answer says that nothing was taken, the message must not begin to wait anew for its first tier.
      const isLate = this.#deps.clock.now() >= this.#times.spillAt(flight);
      flight.isOverdue = isLate && !isPartTaken(flight) && lanes.hasOther(lane, flight.route);
      const shared = flight.isOverdue ? lanes.alike(lane, priority) : undefined;
      this.#inLane(flight, shared ?? lanes.askedFirst(lane, flight.route), (asked = lane) => {
        this.#putBack(flight, verdict, { ...keep, lane: asked, reservedUntil: FOREVER });
      });
      return;
    }
    const reservedUntil = this.#times.anewAt(flight);
    if (!lanes.hasOther(lane, flight.route)) {
      // After a restart the plan may have other routes: the reservation must end.
      this.#putBack(flight, verdict, { ...keep, lane, reservedUntil });
      return;
    }
    if (verdict.refused) {
      for (const note of notesOfOthers(flight, verdict, this.#deps.clock.now())) this.#deps.settle(note);
      this.resend(flight, verdict);
      return;
    }
    // While this route is not usable, the claim of another route does not wait for `reservedUntil`.
    const together = lanes.alike(lane, priority) ?? lanes.askedFirst(lane, flight.route);
    this.#inLane(flight, together, (alike = lane) => {
      this.#putBack(flight, verdict, { ...keep, lane: alike, dueInMs: 0, avoidMs: dueInMs, reservedUntil });
    });
  }

  /** Puts the whole message back to be sent anew, though some of it may have arrived. */
  resend(flight: Flight, why: Why): void {
    const { message, launchedAt } = flight;
    const before = this.#troubles.resent(message.id, message.rest?.since ?? launchedAt);
    const dueInMs = resendMs(before);
    this.#inLane(flight, this.#elsewhere(flight), (lane = message.lane) => {
      // `lane` is the old lane if there is no other route, or if the new lane could not be written.
      const hasOther = this.#deps.lanes.hasOther(message.lane, flight.route);
      const keptOffMs = lane === message.lane ? dueInMs + AVOID_MS : LEAST_PAUSE_MS;
      const avoidMs = hasOther ? keptOffMs : 0;
      // A late answer may have come while the lane was written.
      this.#putBack(flight, why, { lane, dueInMs, avoidMs, duplicate: !isNothingTaken(flight) });
    });
  }

  /** How long until another route may have the parts that this one has not handed over, ms; infinite: never. */
  backInMs(flight: Flight): number {
    const { lanes, clock } = this.#deps;
    if (!lanes.hasOther(flight.message.lane, flight.route)) return Number.POSITIVE_INFINITY;
    const spillAt =
      flight.message.rest === undefined ? this.#times.spillAt(flight) : this.#times.anewAt(flight);
    const leftMs = spillAt - clock.now();
    return leftMs > 0 ? leftMs : LEAST_HOLD_MS;
  }

  confirm(flight: Flight, verdict: Concluding): Concluding {
    return this.#second.confirm(flight, verdict);
  }

  sent(flight: Flight): void {
    this.#second.accepted(flight);
    this.forget(flight);
  }

  forget({ message }: Flight): void {
    this.#troubles.forget(message.id);
    this.#second.forget(message.id);
  }

  end(flight: Flight, state: 'failed' | 'undelivered' | 'uncertain', { part, reason, evidence }: Why): void {
    const { settle, clock } = this.#deps;
    this.forget(flight);
    const key = keyOf(flight, part);
    settle({ kind: 'ended', key, route: flight.route, at: clock.now(), state, reason, evidence });
  }

  /** Resolves when every message that waits for its new lane has been put back. */
  settled(): Promise<void> {
    return this.#moves.settled();
  }

  #elsewhere({ message: { lane, priority }, route }: Flight): FoundLane {
    return this.#deps.lanes.elsewhereFirst(lane, priority, route);
  }

  #putOff({ message, launchedAt }: Flight): number {
    return this.#troubles.putOff(message.id, message.rest?.since ?? launchedAt);
  }

  #inLane({ message }: Flight, found: FoundLane, goOn: (lane: number | undefined) => void): void {
    this.#moves.into(found, message.lane, goOn);
  }

  #putBack(flight: Flight, { part, reason, evidence }: Why, how: How): void {
    const { settle, clock } = this.#deps;
    const { message, route } = flight;
    const at = clock.now();
    const avoidMs = how.avoidMs ?? 0;
    settle({
      kind: 'requeued',
      key: keyOf(flight, part),
      route,
      at,
      dueAt: at + how.dueInMs,
      lane: how.lane,
      priority: message.priority,
      reason,
      evidence,
      avoidRouteUntil: avoidMs > 0 ? at + avoidMs : undefined,
      possibleDuplicate: how.duplicate ?? false,
      ...(how.reservedUntil !== undefined && { reservedUntil: how.reservedUntil }),
      ...(how.rest !== undefined && {
        rest: { parts: how.rest, since: message.rest?.since ?? flight.launchedAt },
      }),
    });
  }
}
