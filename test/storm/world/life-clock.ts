import type { Cancel, Clock } from '../../../src/kernel/clock.ts';
import { unturned } from '../../../src/kernel/system-clock.ts';
import type { WallClock } from './wall-clock.ts';

/**
 * The clock of one process of the gateway: wall time as its own clock makes it from the machine's, timers by elapsed
 * time. After the end of the process nothing of it runs any more.
 */
export class LifeClock implements Clock {
  readonly #wall: WallClock;
  readonly #now: () => number;
  #isOver = false;
  #pending = 0;

  constructor(wall: WallClock) {
    this.#wall = wall;
    this.#now = unturned(
      () => wall.now(),
      () => wall.elapsed(),
    );
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** How many timers have neither run nor been cancelled. */
  get pending(): number {
    return this.#pending;
  }

  end(): void {
    this.#isOver = true;
  }

  now(): number {
    const now = this.#now();
    if (!this.#isOver) this.#wall.shown(now);
    return now;
  }

  elapsed(): number {
    return this.#wall.elapsed();
  }

  after(delayMs: number, run: () => void): Cancel {
    let isPending = true;
    this.#pending++;
    const settle = (): void => {
      if (isPending) this.#pending--;
      isPending = false;
    };
    const cancel = this.#wall.after(delayMs, () => {
      settle();
      if (!this.#isOver) run();
    });
    return () => {
      settle();
      cancel();
    };
  }
}
