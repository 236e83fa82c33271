import type { Outcome } from '../../domain/messages/outcome.ts';
import type { Claimed, Interrupted } from '../../domain/messages/queue.ts';
import type { PartKey } from '../../domain/routes/route.ts';
import type { RouteRunner } from '../route/route-runner.ts';
import { Doubts } from './doubts.ts';
import {
  type Concluding,
  type Flight,
  type FlightVerdict,
  INTERRUPTED,
  isUncertain,
  judge,
  KNOWN_ACCEPTED,
  keyOf,
  outgoing,
  takeRest,
} from './flight.ts';
import { Graces } from './graces.ts';
import { lateSettlement, refusedMeanwhile } from './late-answer.ts';
import { cannotBeCut, newFlight } from './new-flight.ts';
import { Returns, type ReturnsDeps } from './returns.ts';
import { takeUnanswered } from './unanswered.ts';

export interface FlightsDeps extends ReturnsDeps {
  /** How long a late answer is waited for before `onUncertain` decides, ms. A later one still settles the message. */
  readonly graceMs: number;
}

type InDoubt = Extract<FlightVerdict, { kind: 'uncertain' | 'rest' }>;

/** Decides what becomes of the messages that routes have, by the outcomes of their parts. */
export class Flights {
  readonly #deps: FlightsDeps;
  readonly #doubts = new Doubts();
  readonly #graces: Graces;
  readonly #returns: Returns;

  constructor(deps: FlightsDeps) {
    this.#deps = deps;
    this.#graces = new Graces(deps.clock, deps.graceMs);
    this.#returns = new Returns(deps);
  }

  /** Number of messages that a route has and of which a part had no answer in time. */
  get inDoubt(): number {
    return this.#doubts.flying;
  }

  /** Number of messages for which a late answer is awaited before `onUncertain` decides. */
  get waiting(): number {
    return this.#graces.size;
  }

  launch(message: Claimed, runner: RouteRunner): void {
    const flight = this.#made(message, runner.route.id, 'failed');
    if (flight === undefined) return;
    const before = this.#doubts.take(message.id);
    const refusal = refusedMeanwhile(before, flight);
    if (refusal !== undefined) {
      this.#returns.toOtherRoute(flight, refusal);
      return;
    }
    const { rest } = message;
    if (rest === undefined) this.#returns.launched(flight);
    else {
      takeRest(flight, rest, before);
      if (flight.partStates.some(isUncertain)) this.#doubts.add(flight);
    }
    const backInMs = this.#returns.backInMs(flight);
    for (const part of rest?.parts ?? flight.texts.map((_text, index) => index + 1))
      runner.send(outgoing(flight, part), (outcome) => this.#landed(flight, part, outcome), backInMs);
  }

  /** Takes up a message that was being sent when the last process ended: its parts without an answer are uncertain. */
  resume({ message, route, acceptedParts }: Interrupted): void {
    const flight = this.#made(message, route, 'uncertain');
    if (flight === undefined) return;
    for (const [index] of flight.partStates.entries()) {
      const isAccepted = acceptedParts.includes(index + 1);
      flight.partStates[index] = isAccepted ? KNOWN_ACCEPTED : INTERRUPTED;
      if (!isAccepted) flight.unreported.push(index + 1);
    }
    const verdict = judge(flight);
    if (verdict.kind === 'sent') {
      // Each part is on disk as accepted: the store finds that the message is whole.
      const key = keyOf(flight, flight.texts.length);
      const at = this.#deps.clock.now();
      this.#deps.settle({ kind: 'acceptedLate', key, route, outcome: KNOWN_ACCEPTED, at });
      return;
    }
    this.#doubts.add(flight);
    if (verdict.kind !== 'flying') this.#conclude(flight, verdict);
  }

  /**
   * Takes an answer that came after its time-out. The answer settles its part whether the message's grace still runs or
   * not.
   */
  late(key: PartKey, outcome: Outcome, route: string): void {
    const flight = this.#doubts.of(key.messageId);
    const partState = flight?.partStates[key.part - 1];
    const isAwaited = partState !== undefined && isUncertain(partState);
    if (flight?.message.attempt !== key.attempt || !isAwaited) {
      this.#tellLate(key, outcome, route);
      return;
    }
    if (flight.phase === 'flying') {
      this.#graces.stop(key.messageId);
      this.#landed(flight, key.part, outcome);
      if (this.#doubts.isUntold(flight, key.part)) this.#tellLate(key, outcome, route);
      return;
    }
    flight.partStates[key.part - 1] = outcome;
    // The store ends the wait in the queue with the validity, and must know before whether anything was taken.
    const isOver = flight.phase === 'inQueue' && this.#deps.clock.now() >= flight.message.validUntil;
    const isTold = isOver || outcome.kind === 'accepted';
    if (isTold) this.#tellLate(key, outcome, route);
    const isConcluded = flight.phase === 'over' || isOver ? this.#reopen(flight) : this.#endInQueue(flight);
    if (!isTold && !isConcluded) this.#tellLate(key, outcome, route);
  }

  /** Ends the waiting for late answers. A message without one stays `sending` on disk: uncertain at the next start. */
  async close(): Promise<void> {
    this.#graces.stopAll();
    await this.#returns.settled();
  }

  /** Settles by a late answer a message that had ended as uncertain. Returns false while another part has no answer. */
  #reopen(flight: Flight): boolean {
    const verdict = judge(flight);
    if (verdict.kind === 'flying' || verdict.kind === 'uncertain') return false;
    if (verdict.kind === 'rest' && verdict.inDoubt) return false;
    this.#conclude(flight, verdict);
    return true;
  }

  /** Ends a message in the queue that a late answer refused for good. Returns false if the message goes on waiting. */
  #endInQueue(flight: Flight): boolean {
    const verdict = judge(flight);
    if (verdict.kind === 'failed' || verdict.kind === 'undelivered') this.#conclude(flight, verdict);
    else if (verdict.kind === 'uncertain' && verdict.refused) this.#giveUp(flight, verdict);
    else return false;
    return true;
  }

  #tellLate(key: PartKey, outcome: Outcome, route: string): void {
    const { settle, clock } = this.#deps;
    settle(lateSettlement(key, route, outcome, clock.now(), this.#doubts.of(key.messageId)));
  }

  /** @param orElse how the message ends if its text can't be cut into parts */
  #made(message: Claimed, route: string, orElse: 'failed' | 'uncertain'): Flight | undefined {
    const now = this.#deps.clock.now();
    try {
      return newFlight(message, route, now);
    } catch (error) {
      this.#deps.settle(cannotBeCut(message, route, orElse, error, now));
      return undefined;
    }
  }

  #landed(flight: Flight, part: number, outcome: Outcome): void {
    flight.partStates[part - 1] = outcome;
    if (outcome.kind === 'uncertain') {
      flight.unreported.push(part);
      this.#doubts.add(flight);
    }
    const verdict = judge(flight);
    if (outcome.kind === 'accepted') {
      const { settle, clock } = this.#deps;
      const whole = verdict.kind === 'sent';
      const about = { key: keyOf(flight, part), route: flight.route, outcome, at: clock.now() };
      settle({ kind: 'accepted', ...about, whole, single: flight.texts.length === 1 });
    }
    if (verdict.kind !== 'flying') this.#conclude(flight, verdict);
  }

  #conclude(flight: Flight, judged: Concluding): void {
    const verdict = this.#returns.confirm(flight, judged);
    if (verdict.kind === 'uncertain') {
      this.#beginGrace(flight, verdict);
      return;
    }
    if (verdict.kind === 'rest' && verdict.inDoubt) {
      this.#restInDoubt(flight, verdict);
      return;
    }
    this.#doubts.forget(flight.message.id);
    switch (verdict.kind) {
      case 'sent':
        this.#returns.sent(flight);
        return;
      case 'failed':
      case 'undelivered':
        this.#returns.end(flight, verdict.kind, verdict);
        return;
      case 'otherRoute':
        this.#returns.toOtherRoute(flight, verdict);
        return;
      case 'later':
        this.#returns.later(flight, verdict);
        return;
      case 'rest':
        this.#returns.rest(flight, verdict);
    }
  }

  /**
   * Puts back the parts that surely did not leave: with `onUncertain: hold` at once, since they can't arrive twice,
   * with `onUncertain: resend` after the grace.
   */
  #restInDoubt(flight: Flight, verdict: Extract<FlightVerdict, { kind: 'rest' }>): void {
    if (flight.message.onUncertain === 'resend') {
      this.#beginGrace(flight, verdict);
      return;
    }
    this.#tellUnanswered(flight);
    flight.phase = 'inQueue';
    this.#doubts.add(flight);
    this.#returns.rest(flight, verdict);
  }

  #beginGrace(flight: Flight, verdict: InDoubt): void {
    this.#tellUnanswered(flight);
    this.#graces.begin(flight.message.id, () => this.#endGrace(flight, verdict));
  }

  #tellUnanswered(flight: Flight): void {
    for (const one of takeUnanswered(flight, this.#deps.clock.now())) this.#deps.settle(one);
  }

  #endGrace(flight: Flight, verdict: InDoubt): void {
    const { onUncertain, validUntil } = flight.message;
    const isRefusedForGood = verdict.kind === 'uncertain' && verdict.refused;
    if (onUncertain === 'resend' && !isRefusedForGood && this.#deps.clock.now() < validUntil) {
      flight.phase = 'inQueue';
      this.#doubts.add(flight);
      this.#returns.resend(flight, verdict);
      return;
    }
    this.#giveUp(flight, verdict);
  }

  /** Ends the message as uncertain; a late answer still settles it. */
  #giveUp(flight: Flight, verdict: InDoubt): void {
    flight.phase = 'over';
    this.#doubts.add(flight);
    this.#returns.end(flight, 'uncertain', verdict);
  }
}
