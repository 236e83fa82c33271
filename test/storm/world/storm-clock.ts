import type { Cancel, Clock } from '../../../src/kernel/clock.ts';

interface Timer {
  readonly at: number;
  readonly order: number;
  /** Undefined: it was cancelled. */
  run: (() => void) | undefined;
}

const isBefore = (a: Timer, b: Timer): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);

/**
 * The time of a whole simulated world: it passes only from one timer to the next. Timers run by time, and at the same
 * time in the order in which they were made.
 */
export class StormClock implements Clock {
  #now: number;
  #made = 0;
  #ran = 0;
  /** A binary heap, the next timer first. */
  readonly #heap: Timer[] = [];

  constructor(startMs: number) {
    this.#now = startMs;
  }

  now(): number {
    return this.#now;
  }

  elapsed(): number {
    return this.#now;
  }

  /** How many timers have run. */
  get ran(): number {
    return this.#ran;
  }

  after(delayMs: number, run: () => void): Cancel {
    const timer: Timer = { at: this.#now + Math.max(0, delayMs), order: this.#made++, run };
    this.#heap.push(timer);
    this.#rise(this.#heap.length - 1);
    return () => {
      timer.run = undefined;
    };
  }

  /** Moves the time to the next timer that is due by `untilMs`, and runs it; false: there is none. */
  step(untilMs: number): boolean {
    for (let next = this.#heap[0]; next !== undefined && next.at <= untilMs; next = this.#heap[0]) {
      this.#removeFirst();
      const { run } = next;
      if (run === undefined) continue;
      this.#now = Math.max(this.#now, next.at);
      this.#ran++;
      run();
      return true;
    }
    return false;
  }

  #rise(from: number): void {
    for (let at = from; at > 0; ) {
      const parent = (at - 1) >> 1;
      if (!this.#swapped(parent, at)) return;
      at = parent;
    }
  }

  #removeFirst(): void {
    const last = this.#heap.pop();
    if (last === undefined || this.#heap.length === 0) return;
    this.#heap[0] = last;
    for (let at = 0; ; ) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      const [first, second] = [this.#heap[left], this.#heap[right]];
      if (first === undefined) return;
      const child = second !== undefined && isBefore(second, first) ? right : left;
      if (!this.#swapped(at, child)) return;
      at = child;
    }
  }

  /** Swaps a parent with its child if the child is due before it. */
  #swapped(parent: number, child: number): boolean {
    const [above, below] = [this.#heap[parent], this.#heap[child]];
    if (above === undefined || below === undefined || !isBefore(below, above)) return false;
    this.#heap[parent] = below;
    this.#heap[child] = above;
    return true;
  }
}
