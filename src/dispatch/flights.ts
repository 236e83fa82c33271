import type { Cancel, Clock } from '../domain/clock.ts';
import type { MessageId } from '../domain/message-id.ts';
import type { Outcome } from '../domain/outcome.ts';
import type { Claimed, Interrupted, Settlement } from '../domain/queue.ts';
import type { OutgoingPart, PartKey } from '../domain/route.ts';
import { toSender } from '../domain/sender.ts';
import { cut } from '../domain/text/split.ts';
import { type Flight, judge, type Verdict } from './flight.ts';
import type { RouteRunner } from './route-runner.ts';

// Another route first, for a message that was uncertain on one; but if none other takes it in this time, any may.
const AVOID_MS = 5_000;
const MOST_REPEATS = 5;
const REPEAT_MS = 1000;

export interface FlightsDeps {
  readonly clock: Clock;
  /** After no answer: how long a late one is waited for before the policy decides, ms. It settles the message later too. */
  readonly graceMs: number;
  readonly settle: (settlement: Settlement) => void;
  readonly runner: (route: string) => RouteRunner | undefined;
  /** The lane without this route, and whether any route is left in it. */
  readonly laneWithout: (lane: number, route: string) => Promise<number | undefined>;
  readonly hasOtherRoute: (lane: number, route: string) => boolean;
  /** Any 16-bit number: what the next long message's parts are joined by. */
  readonly nextReference: () => number;
}

/** All messages that routes have now: what their parts' outcomes make of them. */
export class Flights {
  readonly #deps: FlightsDeps;
  readonly #flights = new Map<MessageId, Flight>();
  readonly #timers = new Map<MessageId, Cancel>();

  constructor(deps: FlightsDeps) {
    this.#deps = deps;
  }

  get size(): number {
    return this.#flights.size;
  }

  /** Messages whose grace runs, or whose last parts wait to be sent again. */
  get waiting(): number {
    return this.#timers.size;
  }

  launch(message: Claimed, runner: RouteRunner): void {
    let flight: Flight;
    try {
      flight = this.#made(message, runner.route.id);
    } catch (error) {
      this.#cannotBeCut(message, runner.route.id, error);
      return;
    }
    this.#flights.set(message.id, flight);
    for (let part = 1; part <= flight.texts.length; part++) this.#send(flight, part, runner);
  }

  /** What was being sent when the process ended: the unanswered parts are uncertain. */
  resume({ message, route, acceptedParts }: Interrupted): void {
    const flight = this.#made(message, route);
    for (const [index] of flight.standings.entries()) {
      flight.standings[index] = acceptedParts.includes(index + 1) ? KNOWN_ACCEPTED : INTERRUPTED;
    }
    this.#flights.set(message.id, flight);
    const verdict = judge(flight);
    if (verdict.kind !== 'flying') this.#conclude(flight, verdict);
  }

  /** An answer after its time-out: it settles the message whether its grace still runs or not. */
  late(key: PartKey, outcome: Outcome, route: string): void {
    const flight = this.#flights.get(key.messageId);
    if (flight !== undefined && flight.message.attempt === key.attempt) {
      this.#stopTimer(key.messageId);
      this.#landed(flight, key.part, outcome);
      return;
    }
    const at = this.#deps.clock.now();
    if (outcome.kind === 'accepted') {
      this.#deps.settle({ kind: 'acceptedLate', key, route, outcome, at });
      return;
    }
    const { reason, evidence } = outcome;
    if (outcome.kind === 'refused' && outcome.blame === 'message') {
      this.#deps.settle({ kind: 'ended', key, route, at, state: 'failed', reason, evidence });
      return;
    }
    this.#deps.settle({ kind: 'noted', key, route, at, reason: `late answer: ${reason}`, evidence });
  }

  /** Ends the timers; what flies stays `sending` on disk, and is uncertain at the next start. */
  close(): void {
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
  }

  /** What intake let pass and yet can't be cut is our fault: it fails, loudly, and holds no other. */
  #cannotBeCut({ id, attempt }: Claimed, route: string, error: unknown): void {
    const { settle, clock } = this.#deps;
    const key = { messageId: id, attempt, part: 1 };
    const reason = 'its text cannot be cut into parts: a fault of the gateway';
    const evidence = error instanceof Error ? error.message : String(error);
    settle({ kind: 'ended', key, route, at: clock.now(), state: 'failed', reason, evidence });
  }

  #made(message: Claimed, route: string): Flight {
    const texts = message.parts === 1 ? [message.text] : cut(message.text, message.encoding);
    const reference = message.parts === 1 ? 0 : this.#deps.nextReference();
    return { message, route, reference, texts, standings: texts.map(() => 'waiting'), repeats: 0 };
  }

  #send(flight: Flight, part: number, runner: RouteRunner): void {
    runner.send(outgoing(flight, part), (outcome) => this.#landed(flight, part, outcome));
  }

  #landed(flight: Flight, part: number, outcome: Outcome): void {
    flight.standings[part - 1] = outcome;
    const verdict = judge(flight);
    if (outcome.kind === 'accepted') {
      const { settle, clock } = this.#deps;
      const key = keyOf(flight, part);
      const whole = verdict.kind === 'sent';
      settle({ kind: 'accepted', key, route: flight.route, outcome, at: clock.now(), whole });
    }
    if (verdict.kind !== 'flying') this.#conclude(flight, verdict);
  }

  #conclude(flight: Flight, verdict: Exclude<Verdict, { kind: 'flying' }>): void {
    const { settle, clock } = this.#deps;
    const { message, route } = flight;
    const at = clock.now();
    switch (verdict.kind) {
      case 'sent':
        this.#flights.delete(message.id);
        return;
      case 'failed':
      case 'undelivered': {
        const { kind: state, reason, evidence } = verdict;
        this.#flights.delete(message.id);
        settle({ kind: 'ended', key: keyOf(flight, verdict.part), route, at, state, reason, evidence });
        return;
      }
      case 'otherRoute':
        this.#flights.delete(message.id);
        void this.#toOtherRoute(flight, verdict);
        return;
      case 'later':
        this.#putBack(flight, verdict.part, verdict.afterMs, verdict, {
          duplicate: false,
          avoidMs: undefined,
        });
        return;
      case 'partsLater':
        this.#partsAgain(flight, verdict);
        return;
      case 'uncertain':
        this.#beginGrace(flight, verdict);
        return;
    }
  }

  async #toOtherRoute(flight: Flight, verdict: Extract<Verdict, { kind: 'otherRoute' }>): Promise<void> {
    const { settle, clock, laneWithout } = this.#deps;
    const { part, reason, evidence, someAccepted } = verdict;
    const { message, route } = flight;
    const lane = await laneWithout(message.lane, route);
    if (lane === undefined) {
      const state = someAccepted ? 'undelivered' : 'failed';
      settle({ kind: 'ended', key: keyOf(flight, part), route, at: clock.now(), state, reason, evidence });
      return;
    }
    this.#putBack(flight, part, 0, verdict, { duplicate: someAccepted, avoidMs: undefined, lane });
  }

  /** The parts that are missing, again by the same route; when it can't, all of it by another. */
  #partsAgain(flight: Flight, verdict: Extract<Verdict, { kind: 'partsLater' }>): void {
    const runner = this.#deps.runner(flight.route);
    const usable =
      runner !== undefined && runner.status.state !== 'down' && runner.status.state !== 'disabled';
    flight.repeats++;
    if (!usable || flight.repeats > MOST_REPEATS) {
      const [part = 1] = verdict.parts;
      this.#putBack(flight, part, 0, verdict, { duplicate: true, avoidMs: AVOID_MS });
      return;
    }
    for (const part of verdict.parts) flight.standings[part - 1] = 'waiting';
    this.#startTimer(flight, Math.max(REPEAT_MS, verdict.afterMs), () => {
      for (const part of verdict.parts) this.#send(flight, part, runner);
      runner.pump();
    });
  }

  #beginGrace(flight: Flight, verdict: Extract<Verdict, { kind: 'uncertain' }>): void {
    const { settle, clock } = this.#deps;
    const { route } = flight;
    for (const [index, standing] of flight.standings.entries()) {
      if (standing === 'waiting' || standing.kind !== 'uncertain') continue;
      const { reason, evidence } = standing;
      const key = keyOf(flight, index + 1);
      settle({ kind: 'unanswered', key, route, at: clock.now(), reason: `uncertain: ${reason}`, evidence });
    }
    this.#startTimer(flight, this.#deps.graceMs, () => this.#endGrace(flight, verdict));
  }

  #endGrace(flight: Flight, verdict: Extract<Verdict, { kind: 'uncertain' }>): void {
    const { settle, clock } = this.#deps;
    const { message, route } = flight;
    const { part, reason, evidence } = verdict;
    const at = clock.now();
    if (message.onUncertain === 'resend' && at < message.validUntil) {
      this.#putBack(flight, part, 0, verdict, { duplicate: true, avoidMs: AVOID_MS });
      return;
    }
    this.#flights.delete(message.id);
    settle({ kind: 'ended', key: keyOf(flight, part), route, at, state: 'uncertain', reason, evidence });
  }

  #startTimer({ message }: Flight, delayMs: number, run: () => void): void {
    this.#stopTimer(message.id);
    const cancel = this.#deps.clock.after(delayMs, () => {
      this.#timers.delete(message.id);
      run();
    });
    this.#timers.set(message.id, cancel);
  }

  #stopTimer(id: MessageId): void {
    this.#timers.get(id)?.();
    this.#timers.delete(id);
  }

  #putBack(
    flight: Flight,
    part: number,
    afterMs: number,
    why: { readonly reason: string; readonly evidence: string },
    how: { readonly duplicate: boolean; readonly avoidMs: number | undefined; readonly lane?: number },
  ): void {
    const { settle, clock, hasOtherRoute } = this.#deps;
    const { message, route } = flight;
    const at = clock.now();
    const dueAt = at + afterMs;
    const lane = how.lane ?? message.lane;
    const avoid = how.avoidMs !== undefined && hasOtherRoute(lane, route);
    this.#flights.delete(message.id);
    settle({
      kind: 'requeued',
      key: keyOf(flight, part),
      route,
      at,
      dueAt,
      lane,
      priority: message.priority,
      reason: why.reason,
      evidence: why.evidence,
      avoidRouteUntil: avoid ? at + (how.avoidMs ?? 0) : undefined,
      possibleDuplicate: how.duplicate,
    });
  }
}

const INTERRUPTED: Outcome = {
  kind: 'uncertain',
  reason: 'the gateway ended before the answer came',
  evidence: '',
};
const KNOWN_ACCEPTED: Outcome = { kind: 'accepted', carrier: '', carrierRef: '' };

const keyOf = ({ message }: Flight, part: number): PartKey => ({
  messageId: message.id,
  attempt: message.attempt,
  part,
});

const outgoing = (flight: Flight, part: number): OutgoingPart => {
  const { message, reference, texts } = flight;
  return {
    messageId: message.id,
    attempt: message.attempt,
    part,
    parts: texts.length,
    reference,
    to: message.to,
    from: message.from === undefined ? undefined : toSender(message.from),
    encoding: message.encoding,
    text: texts[part - 1] ?? '',
    priority: message.priority,
    validUntil: message.validUntil,
  };
};
