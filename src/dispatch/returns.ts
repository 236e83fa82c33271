import type { Clock } from '../domain/clock.ts';
import type { Priority } from '../domain/priority.ts';
import type { Settlement } from '../domain/queue.ts';
import { type Flight, keyOf, type Verdict } from './flight.ts';
import { Troubles } from './troubles.ts';

// Another route first, for a message that was uncertain on one; but if none other takes it in this time, any may.
const AVOID_MS = 5_000;
// Each resend may be a duplicate: the first follows at once, then the pauses double, so that a carrier that delivers and
// never answers delivers some ten times in a day, not every few seconds.
const RESEND_MS = 10_000;

// A route that takes parts and gives them back at once would otherwise be a loop through the disk as fast as that goes.
const LEAST_PAUSE_MS = 100;
// However often it came back, a message is looked at again soon after a route takes it.
const MOST_PAUSE_MS = 5_000;

type FoundLane = number | Promise<number> | undefined;

export interface ReturnsDeps {
  readonly clock: Clock;
  readonly settle: (settlement: Settlement) => void;
  /** The lane without this route; undefined if no route is left in it. A promise, which may reject, for a new lane. */
  readonly laneWithout: (lane: number, route: string) => FoundLane;
  /** The lane for what has been tried in vain for so long: where it spills, any of its routes may take it. */
  readonly laneAfter: (lane: number, priority: Priority, triedMs: number) => FoundLane;
  readonly hasOtherRoute: (lane: number, route: string) => boolean;
}

interface Why {
  readonly part: number;
  readonly reason: string;
  readonly evidence: string;
}

/** How messages end without being sent, or come back into the queue: into which lane, when, and for which routes. */
export class Returns {
  readonly #deps: ReturnsDeps;
  /** Messages that come back once the disk knows their lane. */
  readonly #moving = new Set<Promise<void>>();
  readonly #troubles = new Troubles();

  constructor(deps: ReturnsDeps) {
    this.#deps = deps;
  }

  toOtherRoute(flight: Flight, verdict: Extract<Verdict, { kind: 'otherRoute' }>): void {
    const { lane: old } = flight.message;
    this.#inLane(flight, this.#deps.laneWithout(old, flight.route), (lane) => {
      if (lane === undefined) {
        this.end(flight, verdict.someAccepted ? 'undelivered' : 'failed', verdict);
        return;
      }
      // The old one if the disk could not take a new one now.
      const avoidMs = lane === old ? AVOID_MS : 0;
      this.#putBack(flight, verdict, { lane, dueInMs: 0, avoidMs, duplicate: verdict.someAccepted });
    });
  }

  /**
   * Another route may have it at once, this one after the time that it asked for. If that one puts it off as well it
   * rests: only one route is kept off a message, and two that both say "later" would toss it to and fro without pause.
   */
  later(flight: Flight, verdict: Extract<Verdict, { kind: 'later' }>): void {
    const afterMs = Math.max(LEAST_PAUSE_MS, verdict.afterMs);
    const before = this.#troubles.putOff(flight.message.id, flight.launchedAt);
    this.#back(flight, (lane) => {
      const hasOther = this.#deps.hasOtherRoute(lane, flight.route);
      const dueInMs = before === 0 ? 0 : Math.min(MOST_PAUSE_MS, LEAST_PAUSE_MS * 2 ** (before - 1));
      const when = hasOther ? { dueInMs, avoidMs: afterMs } : { dueInMs: afterMs, avoidMs: 0 };
      this.#putBack(flight, verdict, { lane, ...when, duplicate: false });
    });
  }

  /** All of it anew, though some of it may have arrived. */
  resend(flight: Flight, why: Why): void {
    const before = this.#troubles.resent(flight.message.id, flight.launchedAt);
    const dueInMs = before === 0 ? 0 : RESEND_MS * 2 ** (before - 1);
    this.#back(flight, (lane) => {
      this.#putBack(flight, why, { lane, dueInMs, avoidMs: dueInMs + AVOID_MS, duplicate: true });
    });
  }

  forget({ message }: Flight): void {
    this.#troubles.forget(message.id);
  }

  end(flight: Flight, state: 'failed' | 'undelivered' | 'uncertain', { part, reason, evidence }: Why): void {
    const { settle, clock } = this.#deps;
    this.forget(flight);
    const key = keyOf(flight, part);
    settle({ kind: 'ended', key, route: flight.route, at: clock.now(), state, reason, evidence });
  }

  /** Resolves when all that comes back has been settled. */
  async settled(): Promise<void> {
    await Promise.all(this.#moving);
  }

  /** Back into its lane, or into the one for what has been tried in vain for long. */
  #back(flight: Flight, put: (lane: number) => void): void {
    const { clock, laneAfter } = this.#deps;
    const { id, lane, priority } = flight.message;
    const triedMs = clock.now() - this.#troubles.since(id, flight.launchedAt);
    this.#inLane(flight, laneAfter(lane, priority, triedMs), (found) => put(found ?? lane));
  }

  /** Goes on at once where the lane is known; where the disk refuses a new one, with the old one. */
  #inLane({ message }: Flight, found: FoundLane, goOn: (lane: number | undefined) => void): void {
    if (!(found instanceof Promise)) {
      goOn(found);
      return;
    }
    const moving = found.catch(() => message.lane).then(goOn);
    this.#moving.add(moving);
    void moving.finally(() => this.#moving.delete(moving));
  }

  #putBack(
    flight: Flight,
    { part, reason, evidence }: Why,
    how: {
      readonly lane: number;
      readonly dueInMs: number;
      /** 0: this route may have it again as soon as it is due. */
      readonly avoidMs: number;
      readonly duplicate: boolean;
    },
  ): void {
    const { settle, clock, hasOtherRoute } = this.#deps;
    const { message, route } = flight;
    const at = clock.now();
    const avoids = how.avoidMs > 0 && hasOtherRoute(how.lane, route);
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
      avoidRouteUntil: avoids ? at + how.avoidMs : undefined,
      possibleDuplicate: how.duplicate,
    });
  }
}
