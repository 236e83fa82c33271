import type { Clock } from '../../kernel/clock.ts';

const FIRST_MS = 1000;
const LONGEST_MS = 60_000;
/** Failures are forgotten so long after the last of them. */
const FORGOTTEN_MS = 15 * 60_000;
/** Each failure has cost a password hash, so a flood can't reach this number before its entries are forgotten. */
const MOST_KEYS = 10_000;

interface Failures {
  readonly times: number;
  readonly lastAt: number;
}

/** Makes whoever fails wait: 1 s after the first failure, 2 s after the second, 4 s, at last 60 s. */
export class BackOff {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #failed = new Map<string, Failures>();

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  /** How long this key must wait, ms; 0: not at all. */
  waitMs(key: string): number {
    const known = this.#known(key);
    if (known === undefined) return 0;
    const wait = Math.min(LONGEST_MS, FIRST_MS * 2 ** (known.times - 1));
    return Math.max(0, known.lastAt + wait - this.#clock.now());
  }

  failed(key: string): void {
    const times = (this.#known(key)?.times ?? 0) + 1;
    this.#failed.delete(key);
    this.#failed.set(key, { times, lastAt: this.#clock.now() });
    const [oldest] = this.#failed.keys();
    if (this.#failed.size > MOST_KEYS && oldest !== undefined) this.#failed.delete(oldest);
  }

  passed(key: string): void {
    this.#failed.delete(key);
  }

  #known(key: string): Failures | undefined {
    const known = this.#failed.get(key);
    // A clock that was set back must not make anybody wait for hours.
    return known === undefined || Math.abs(this.#clock.now() - known.lastAt) > FORGOTTEN_MS
      ? undefined
      : known;
  }
}
