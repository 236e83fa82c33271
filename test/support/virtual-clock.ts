import type { Cancel, Clock } from '../../src/kernel/clock.ts';

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
}

/**
 * A clock that moves only when a test moves it. Timers run by time, and at the same time in the order in which they
 * were made.
 */
export class VirtualClock implements Clock {
  readonly #startMs: number;
  #now: number;
  #aheadMs = 0;
  #made = 0;
  readonly #timers = new Set<Timer>();

  constructor(startMs = Date.UTC(2026, 0, 1)) {
    this.#startMs = startMs;
    this.#now = startMs;
  }

  now(): number {
    return this.#now + this.#aheadMs;
  }

  elapsed(): number {
    return this.#now - this.#startMs;
  }

  /** Somebody sets the wall clock forward, or back if negative. Timers run as they would have. */
  set(byMs: number): void {
    this.#aheadMs += byMs;
  }

  after(delayMs: number, run: () => void): Cancel {
    const timer = { at: this.#now + Math.max(0, delayMs), order: this.#made++, run };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** The number of waiting timers; it should be 0 after everything is closed. */
  get pending(): number {
    return this.#timers.size;
  }

  /** Moves time forward and runs each timer at its time. Promises settle between two timers. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settled();
    for (;;) {
      const next = this.#earliest(end);
      if (next === undefined) break;
      this.#timers.delete(next);
      this.#now = Math.max(this.#now, next.at);
      next.run();
      await settled();
    }
    this.#now = end;
  }

  #earliest(endMs: number): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of this.#timers) {
      if (timer.at > endMs) continue;
      if (
        first === undefined ||
        timer.at < first.at ||
        (timer.at === first.at && timer.order < first.order)
      ) {
        first = timer;
      }
    }
    return first;
  }
}

/** Waits for a full turn of the event loop, so that promises that are resolved run their callbacks. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
