import type { Cancel, Clock } from '../../../src/kernel/clock.ts';

interface Timer {
  readonly at: number;
  readonly order: number;
  /** Undefined: it was cancelled. */
  run: (() => void) | undefined;
}

const comesBefore = (a: Timer, b: Timer): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);

/**
 * A clock whose time passes only from one timer to the next. Timers run by time, and at the same time in the order in
 * which they were made. They are in a heap, since there may be millions of them.
 */
export class SimulatedClock implements Clock {
  readonly #heap: Timer[] = [];
  #now: number;
  #made = 0;
  #ran = 0;

  constructor(startMs = 0) {
    this.#now = startMs;
  }

  now(): number {
    return this.#now;
  }

  /** How many timers have run. */
  get ran(): number {
    return this.#ran;
  }

  elapsed(): number {
    return this.#now;
  }

  after(delayMs: number, run: () => void): Cancel {
    const timer: Timer = { at: this.#now + Math.max(0, delayMs), order: this.#made++, run };
    this.#push(timer);
    return () => {
      timer.run = undefined;
    };
  }

  /** Moves the time to the next timer that is due by `untilMs`, and runs it; false: there is none. */
  step(untilMs: number): boolean {
    for (let next = this.#heap[0]; next !== undefined && next.at <= untilMs; next = this.#heap[0]) {
      this.#pop();
      const { run } = next;
      if (run === undefined) continue;
      this.#now = next.at;
      this.#ran++;
      run();
      return true;
    }
    return false;
  }

  /** Runs timers in their order, and lets promises settle after each moment, until `isOver` or `untilMs`. */
  async run(untilMs: number, isOver: () => boolean): Promise<void> {
    await settled();
    while (!isOver() && this.step(untilMs)) {
      while (this.step(this.#now));
      await settled();
    }
  }

  #push(timer: Timer): void {
    const heap = this.#heap;
    let index = heap.push(timer) - 1;
    while (index > 0) {
      const above = (index - 1) >> 1;
      const parent = heap[above];
      if (parent === undefined || comesBefore(parent, timer)) break;
      heap[index] = parent;
      index = above;
    }
    heap[index] = timer;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let index = 0;
    for (;;) {
      let below = 2 * index + 1;
      const left = heap[below];
      const right = heap[below + 1];
      if (left === undefined) break;
      let child = left;
      if (right !== undefined && comesBefore(right, left)) {
        child = right;
        below++;
      }
      if (comesBefore(last, child)) break;
      heap[index] = child;
      index = below;
    }
    heap[index] = last;
  }
}

/** One turn of the event loop, in which the handlers of all resolved promises run. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
