import type { Outcome } from '../../../src/domain/messages/outcome.ts';
import {
  type RouteCapabilities,
  type RouteType,
  routeCapabilities,
} from '../../../src/domain/routes/capabilities.ts';
import type { OutgoingPart, Route, RouteState, RouteStatus } from '../../../src/domain/routes/route.ts';
import type { Clock } from '../../../src/kernel/clock.ts';

/**
 * How a route answers a part.
 * - `accepts`: at once
 * - `silent`: not until the test calls `answerSilent`
 * - `timesOut`: no answer came
 * - `refusesMessage`, `refusesRoute`: refuses, and blames the message, or the route
 * - `blamesMessage`: blames the message, by an answer that sick routes give too
 * - `refusesUnclear`: without saying whose fault it is
 * - `throttles`: later, slower
 * - `errs`: later, for a passing error of the carrier
 * - `unsent`: the link was gone before an octet left
 * - `rejects`: breaks the contract, its promise fails
 */
export type Answer =
  | 'accepts'
  | 'silent'
  | 'timesOut'
  | 'refusesMessage'
  | 'refusesRoute'
  | 'blamesMessage'
  | 'refusesUnclear'
  | 'throttles'
  | 'errs'
  | 'unsent'
  | 'rejects';

const evidence = 'as the carrier said it';
const retry = (afterMs: number, reason: string, throttled: boolean): Outcome => ({
  kind: 'retry',
  afterMs,
  reason,
  evidence,
  throttled,
});

const outcomes: Readonly<Record<Exclude<Answer, 'accepts' | 'silent' | 'rejects'>, Outcome>> = {
  timesOut: { kind: 'uncertain', reason: 'no answer in time', evidence },
  refusesMessage: { kind: 'refused', blame: 'message', reason: 'the number is wrong', evidence },
  refusesRoute: {
    kind: 'refused',
    blame: 'route',
    reason: 'the carrier refuses the sender',
    evidence,
    suspect: 'quick',
  },
  blamesMessage: {
    kind: 'refused',
    blame: 'messageOrRoute',
    reason: 'the number is unknown',
    evidence,
    suspect: 'quick',
  },
  refusesUnclear: {
    kind: 'refused',
    blame: 'unclear',
    reason: 'the carrier could not take it',
    evidence,
    suspect: 'quick',
  },
  throttles: retry(1000, 'the carrier says slower', true),
  errs: retry(5000, 'the carrier has a system error', false),
  unsent: retry(0, 'the link was lost', false),
};

/** The outcome of this answer for this part; the `carrierRef` contains message, attempt and part. */
export const outcomeOf = (answer: Exclude<Answer, 'silent' | 'rejects'>, part: OutgoingPart): Outcome =>
  answer === 'accepts'
    ? { kind: 'accepted', carrier: 'fake', carrierRef: `${part.messageId}/${part.attempt}/${part.part}` }
    : outcomes[answer];

/** A route that answers as the test says, and remembers the parts that it was given. */
export class FakeRoute implements Route {
  readonly id: string;
  readonly type: RouteType;
  readonly capabilities: RouteCapabilities;
  state: RouteState = 'up';
  window = 100;
  /** By part; `accepts` unless a test says otherwise. */
  answers: (part: OutgoingPart) => Answer = () => 'accepts';
  /** How long each answer takes, once the route has a clock; 0 is at once. */
  latencyMs = 0;
  clock: Clock | undefined;
  /** Called after each answer, as by a real route whose room has changed. */
  changed: () => void = () => {};
  readonly submitted: OutgoingPart[] = [];
  stopped = false;
  /** The outcome of the silent parts when the route stops. */
  answersAtStop: 'accepts' | 'timesOut' = 'timesOut';
  #answering = 0;
  readonly #silent: { readonly part: OutgoingPart; readonly resolve: (outcome: Outcome) => void }[] = [];

  constructor(id: string, type: RouteType = 'smpp') {
    this.id = id;
    this.type = type;
    this.capabilities = routeCapabilities[type];
  }

  start(): void {}

  status(): RouteStatus {
    const usable = this.state === 'up' || this.state === 'degraded';
    const inFlight = this.#silent.length + this.#answering;
    return {
      state: this.state,
      reason: usable ? undefined : 'as the test says',
      room: usable ? this.window - inFlight : 0,
      inFlight,
      window: this.window,
    };
  }

  submit(part: OutgoingPart): Promise<Outcome> {
    this.submitted.push(part);
    const answer = this.answers(part);
    if (answer === 'rejects') return Promise.reject(new Error('a bug of the route'));
    if (answer === 'silent') return new Promise((resolve) => this.#silent.push({ part, resolve }));
    if (this.clock === undefined || this.latencyMs === 0)
      return Promise.resolve(this.#answered(outcomeOf(answer, part)));
    this.#answering++;
    const { clock, latencyMs } = this;
    return new Promise((resolve) => {
      clock.after(latencyMs, () => {
        this.#answering--;
        resolve(this.#answered(outcomeOf(answer, part)));
      });
    });
  }

  /** Answers the silent parts, the oldest first. @param most how many; left out: all */
  answerSilent(answer: Exclude<Answer, 'silent' | 'rejects'>, most = Number.POSITIVE_INFINITY): void {
    for (const { part, resolve } of this.#silent.splice(0, most)) {
      resolve(this.#answered(outcomeOf(answer, part)));
    }
  }

  #answered(outcome: Outcome): Outcome {
    queueMicrotask(this.changed);
    return outcome;
  }

  /** Silent parts get the outcome `answersAtStop`: uncertain, unless a test says otherwise. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.state = 'down';
    this.answerSilent(this.answersAtStop);
  }

  /** The parts that the route was given, as `message/attempt/part`. */
  get given(): readonly string[] {
    return this.submitted.map(({ messageId, attempt, part }) => `${messageId}/${attempt}/${part}`);
  }
}

/** The priority of each part that the route was given, in order. */
export const prioritiesOf = ({ submitted }: FakeRoute) => submitted.map(({ priority }) => priority);

/** The part numbers that the route was given, in order. */
export const partsOf = ({ submitted }: FakeRoute) => submitted.map(({ part }) => part);
