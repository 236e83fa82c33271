import type { Cancel } from '../domain/clock.ts';
import type { MessageId } from '../domain/message-id.ts';
import type { Outcome } from '../domain/outcome.ts';
import type { Claimed, Interrupted } from '../domain/queue.ts';
import type { PartKey } from '../domain/route.ts';
import { cut } from '../domain/text/split.ts';
import { type Flight, judge, keyOf, outgoing, type Verdict } from './flight.ts';
import { Returns, type ReturnsDeps } from './returns.ts';
import type { RouteRunner } from './route-runner.ts';

const MOST_REPEATS = 5;
const REPEAT_MS = 1000;

export interface FlightsDeps extends ReturnsDeps {
  /** After no answer: how long a late one is waited for before the policy decides, ms. It settles the message later too. */
  readonly graceMs: number;
  readonly runner: (route: string) => RouteRunner | undefined;
  /** Any 16-bit number: what the next long message's parts are joined by. */
  readonly nextReference: () => number;
}

/** What the outcomes of their parts make of the messages that routes have. */
export class Flights {
  readonly #deps: FlightsDeps;
  /** Those with a part that had no answer: only these an answer can be late for. */
  readonly #inDoubt = new Map<MessageId, Flight>();
  readonly #timers = new Map<MessageId, { readonly cancel: Cancel; readonly atClose: () => void }>();
  readonly #returns: Returns;

  constructor(deps: FlightsDeps) {
    this.#deps = deps;
    this.#returns = new Returns(deps);
  }

  /** Messages for which a late answer is waited for. */
  get inDoubt(): number {
    return this.#inDoubt.size;
  }

  /** Messages whose grace runs, or whose last parts wait to be sent again. */
  get waiting(): number {
    return this.#timers.size;
  }

  launch(message: Claimed, runner: RouteRunner): void {
    const flight = this.#made(message, runner.route.id, 'failed');
    if (flight === undefined) return;
    for (let part = 1; part <= flight.texts.length; part++) this.#send(flight, part, runner);
  }

  /** What was being sent when the process ended: the unanswered parts are uncertain. */
  resume({ message, route, acceptedParts }: Interrupted): void {
    const flight = this.#made(message, route, 'uncertain');
    if (flight === undefined) return;
    for (const [index] of flight.standings.entries()) {
      flight.standings[index] = acceptedParts.includes(index + 1) ? KNOWN_ACCEPTED : INTERRUPTED;
    }
    const verdict = judge(flight);
    if (verdict.kind === 'sent') {
      // Each part is on disk as accepted: the store finds that the message is whole.
      const key = keyOf(flight, flight.texts.length);
      const at = this.#deps.clock.now();
      this.#deps.settle({ kind: 'acceptedLate', key, route, outcome: KNOWN_ACCEPTED, at });
      return;
    }
    this.#inDoubt.set(message.id, flight);
    if (verdict.kind !== 'flying') this.#conclude(flight, verdict);
  }

  /** An answer after its time-out: it settles the message whether its grace still runs or not. */
  late(key: PartKey, outcome: Outcome, route: string): void {
    const flight = this.#inDoubt.get(key.messageId);
    const standing = flight?.standings[key.part - 1];
    const isAwaited = standing !== undefined && standing !== 'waiting' && standing.kind === 'uncertain';
    if (flight !== undefined && flight.message.attempt === key.attempt && isAwaited) {
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

  /**
   * Ends the timers. What has no answer stays `sending` on disk, and is uncertain at the next start; parts that only
   * waited to be handed over again are surely unsent, so their message goes back into the queue.
   */
  async close(): Promise<void> {
    for (const { cancel, atClose } of [...this.#timers.values()]) {
      cancel();
      atClose();
    }
    this.#timers.clear();
    await this.#returns.settled();
  }

  /** What intake let pass and yet can't be cut is our fault: it ends, loudly, and holds no other. */
  #cannotBeCut({ id, attempt }: Claimed, route: string, state: 'failed' | 'uncertain', error: unknown): void {
    const { settle, clock } = this.#deps;
    const key = { messageId: id, attempt, part: 1 };
    const reason = 'its text cannot be cut into parts: a fault of the gateway';
    const evidence = error instanceof Error ? error.message : String(error);
    settle({ kind: 'ended', key, route, at: clock.now(), state, reason, evidence });
  }

  /** @param orElse how it ends if it can't be cut */
  #made(message: Claimed, route: string, orElse: 'failed' | 'uncertain'): Flight | undefined {
    let texts: readonly string[];
    try {
      texts = message.parts === 1 ? [message.text] : cut(message.text, message.encoding);
    } catch (error) {
      this.#cannotBeCut(message, route, orElse, error);
      return undefined;
    }
    const reference = message.parts === 1 ? 0 : this.#deps.nextReference();
    return {
      message,
      route,
      launchedAt: this.#deps.clock.now(),
      reference,
      texts,
      standings: texts.map(() => 'waiting'),
      repeats: 0,
    };
  }

  #send(flight: Flight, part: number, runner: RouteRunner): void {
    runner.send(outgoing(flight, part), (outcome) => this.#landed(flight, part, outcome));
  }

  #landed(flight: Flight, part: number, outcome: Outcome): void {
    flight.standings[part - 1] = outcome;
    if (outcome.kind === 'uncertain') this.#inDoubt.set(flight.message.id, flight);
    const verdict = judge(flight);
    if (outcome.kind === 'accepted') {
      const { settle, clock } = this.#deps;
      const key = keyOf(flight, part);
      const whole = verdict.kind === 'sent';
      const single = flight.texts.length === 1;
      settle({ kind: 'accepted', key, route: flight.route, outcome, at: clock.now(), whole, single });
    }
    if (verdict.kind !== 'flying') this.#conclude(flight, verdict);
  }

  #conclude(flight: Flight, verdict: Exclude<Verdict, { kind: 'flying' }>): void {
    if (verdict.kind !== 'uncertain') this.#inDoubt.delete(flight.message.id);
    switch (verdict.kind) {
      case 'sent':
        this.#returns.forget(flight);
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
      case 'partsLater':
        this.#partsAgain(flight, verdict);
        return;
      case 'uncertain':
        this.#beginGrace(flight, verdict);
        return;
    }
  }

  /** The parts that are missing, again by the same route; when it can't, all of it by another. */
  #partsAgain(flight: Flight, verdict: Extract<Verdict, { kind: 'partsLater' }>): void {
    const runner = this.#deps.runner(flight.route);
    const usable =
      runner !== undefined && runner.status.state !== 'down' && runner.status.state !== 'disabled';
    flight.repeats++;
    const [part = 1] = verdict.parts;
    const resend = (): void => this.#returns.resend(flight, { ...verdict, part });
    if (!usable || flight.repeats > MOST_REPEATS) {
      resend();
      return;
    }
    for (const each of verdict.parts) flight.standings[each - 1] = 'waiting';
    const again = (): void => {
      for (const each of verdict.parts) this.#send(flight, each, runner);
      runner.pump();
    };
    const delayMs = Math.max(REPEAT_MS, verdict.afterMs);
    this.#startTimer(flight, delayMs, again, resend);
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
    const { onUncertain, validUntil } = flight.message;
    this.#inDoubt.delete(flight.message.id);
    if (onUncertain === 'resend' && this.#deps.clock.now() < validUntil)
      this.#returns.resend(flight, verdict);
    else this.#returns.end(flight, 'uncertain', verdict);
  }

  #startTimer({ message }: Flight, delayMs: number, run: () => void, atClose: () => void = () => {}): void {
    this.#stopTimer(message.id);
    const cancel = this.#deps.clock.after(delayMs, () => {
      this.#timers.delete(message.id);
      run();
    });
    this.#timers.set(message.id, { cancel, atClose });
  }

  #stopTimer(id: MessageId): void {
    this.#timers.get(id)?.cancel();
    this.#timers.delete(id);
  }
}

const INTERRUPTED: Outcome = {
  kind: 'uncertain',
  reason: 'the gateway ended before the answer came',
  evidence: '',
};
const KNOWN_ACCEPTED: Extract<Outcome, { kind: 'accepted' }> = {
  kind: 'accepted',
  carrier: '',
  carrierRef: '',
};
