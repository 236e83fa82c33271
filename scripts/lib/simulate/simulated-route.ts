import type { Outcome } from '../../../src/domain/messages/outcome.ts';
import {
  type RouteCapabilities,
  type RouteType,
  routeCapabilities,
} from '../../../src/domain/routes/capabilities.ts';
import type { Route, RouteStatus } from '../../../src/domain/routes/route.ts';
import type { Clock } from '../../../src/kernel/clock.ts';
import type { Carrier } from './scenario.ts';

/** How much unused rate the carrier's token bucket saves, in seconds of its limit. */
export const BANK_SECONDS = 0.1;

const ACCEPTED: Outcome = { kind: 'accepted', carrier: 'simulated', carrierRef: '' };
const THROTTLED: Outcome = { kind: 'retry', afterMs: 1000, reason: 'slower', evidence: '', throttled: true };
const UNSENT: Outcome = { kind: 'retry', afterMs: 0, reason: 'no link', evidence: '', throttled: false };
const UNCERTAIN: Outcome = { kind: 'uncertain', reason: 'the link was lost', evidence: '' };

interface Answer {
  readonly at: number;
  readonly outcome: Outcome;
  readonly resolve: (outcome: Outcome) => void;
}

export interface Behaviour extends Pick<Carrier, 'limit' | 'above' | 'window' | 'latency'> {
  readonly id: string;
  readonly type: RouteType;
}

/** A simulated carrier with a limit, or a modem that takes one part after the other. */
export class SimulatedRoute implements Route {
  readonly id: string;
  readonly type: RouteType;
  readonly capabilities: RouteCapabilities;
  throttled = 0;
  accepted = 0;
  readonly #behaviour: Behaviour;
  readonly #clock: Clock;
  readonly #changed: () => void;
  /** Answers in the order in which they are due: a carrier answers in the order of the submits. */
  #answers: Answer[] = [];
  #limit: number;
  #up = true;
  #tokens: number;
  #at = 0;
  #freeAt = 0;

  constructor(behaviour: Behaviour, clock: Clock, changed: () => void) {
    this.id = behaviour.id;
    this.type = behaviour.type;
    this.capabilities = routeCapabilities[behaviour.type];
    this.#behaviour = behaviour;
    this.#clock = clock;
    this.#changed = changed;
    this.#limit = behaviour.limit;
    this.#tokens = Math.max(1, behaviour.limit * BANK_SECONDS);
  }

  start(): void {}

  async stop(): Promise<void> {}

  status(): RouteStatus {
    const { window } = this.#behaviour;
    const inFlight = this.#answers.length;
    return {
      state: this.#up ? 'up' : 'down',
      reason: undefined,
      room: this.#up ? window - inFlight : 0,
      inFlight,
      window,
    };
  }

  submit(): Promise<Outcome> {
    if (!this.#up) return Promise.resolve(UNSENT);
    const now = this.#clock.now();
    const { latency } = this.#behaviour;
    const outcome = this.#isTaken(now) ? ACCEPTED : THROTTLED;
    const due = Math.max(now, this.#freeAt) + latency;
    return new Promise((resolve) => {
      const at = Math.ceil(Math.max(due, this.#answers.at(-1)?.at ?? 0));
      this.#answers.push({ at, outcome, resolve });
      if (this.#answers.length === 1) this.#awaitNext();
    });
  }

  change({ limit, up }: { readonly limit?: number | undefined; readonly up?: boolean | undefined }): void {
    this.#limit = limit ?? this.#limit;
    if (up !== undefined) this.#up = up;
    if (!this.#up) for (const { resolve } of this.#answers.splice(0)) resolve(UNCERTAIN);
    this.#changed();
  }

  #isTaken(now: number): boolean {
    if (this.#behaviour.above === 'queues') {
      this.#freeAt = Math.max(this.#freeAt, now) + 1000 / this.#limit;
      return true;
    }
    const most = Math.max(1, this.#limit * BANK_SECONDS);
    this.#tokens = Math.min(most, this.#tokens + ((now - this.#at) * this.#limit) / 1000);
    this.#at = now;
    if (this.#tokens < 1) return false;
    this.#tokens--;
    return true;
  }

  #awaitNext(): void {
    const [next] = this.#answers;
    if (next !== undefined) this.#clock.after(next.at - this.#clock.now(), () => this.#answer());
  }

  #answer(): void {
    const now = this.#clock.now();
    const later = this.#answers.findIndex(({ at }) => at > now);
    const due = this.#answers.splice(0, later === -1 ? this.#answers.length : later);
    for (const { outcome, resolve } of due) {
      if (outcome === ACCEPTED) this.accepted++;
      else this.throttled++;
      resolve(outcome);
    }
    if (due.length > 0) this.#awaitNext();
    this.#changed();
  }
}
