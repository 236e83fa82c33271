import type { Clock } from './clock.ts';

/** The largest number of keys that are remembered; the oldest is forgotten first. */
const MOST_KEYS = 1000;

/** Allows something a few times for each key in a span of time. It bounds what a flood of false texts can cost. */
export class FewTimes {
  readonly #times = new Map<string, readonly number[]>();
  readonly #most: number;
  readonly #withinMs: number;
  readonly #clock: Clock;

  constructor(most: number, withinMs: number, clock: Clock) {
    this.#most = most;
    this.#withinMs = withinMs;
    this.#clock = clock;
  }

  /** Whether it may be done once more; if so, it is counted. */
  take(key: string): boolean {
    const now = this.#clock.now();
    const lately = (this.#times.get(key) ?? []).filter((at) => at <= now && now - at < this.#withinMs);
    const may = lately.length < this.#most;
    this.#times.delete(key);
    this.#times.set(key, may ? [...lately, now] : lately);
    const [oldest] = this.#times.keys();
    if (this.#times.size > MOST_KEYS && oldest !== undefined) this.#times.delete(oldest);
    return may;
  }
}
