import type { Cancel, Clock } from '../../../src/kernel/clock.ts';

interface Timer {
  readonly at: number;
  readonly order: number;
  run: (() => void) | undefined;
}

const comesBefore = (a: Timer, b: Timer): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);

/** A clock that jumps from one timer to the next. The timers are in a heap, since there are millions of them. */
export class SimulatedClock implements Clock {
  readonly #heap: Timer[] = [];
  #now = 0;
  #made = 0;

  now(): number {
    return this.#now;
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

  /** Runs timers in their order, and lets promises settle after each moment, until `isOver` or `untilMs`. */
  async run(untilMs: number, isOver: () => boolean): Promise<void> {
    await settled();
    for (;;) {
      const next = this.#heap[0];
      if (next === undefined || next.at > untilMs || isOver()) return;
      this.#now = next.at;
      while ((this.#heap[0]?.at ?? Number.POSITIVE_INFINITY) <= this.#now) this.#pop()?.run?.();
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

  #pop(): Timer | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
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
    return first;
  }
}

/** One turn of the event loop, in which the handlers of all resolved promises run. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
