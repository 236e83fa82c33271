import type { Cancel, Clock } from '../../../src/kernel/clock.ts';
import type { StormClock } from './storm-clock.ts';

/** The clock of one process of the gateway. After the end of the process nothing of it runs any more. */
export class LifeClock implements Clock {
  readonly #world: StormClock;
  #isOver = false;

  constructor(world: StormClock) {
    this.#world = world;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  end(): void {
    this.#isOver = true;
  }

  now(): number {
    return this.#world.now();
  }

  after(delayMs: number, run: () => void): Cancel {
    return this.#world.after(delayMs, () => {
      if (!this.#isOver) run();
    });
  }
}
