import type { Cancel, Clock } from '../../src/kernel/clock.ts';
import { systemClock } from '../../src/kernel/system-clock.ts';

interface Timer {
  readonly at: number;
  readonly run: () => void;
  cancel: Cancel;
}

/**
 * The machine's time, from a moment that the test chooses, and as many times as fast as it says: for a real gateway
 * whose shortest waits are half a minute. Sockets and simulators keep the machine's time.
 */
export class QuickClock implements Clock {
  #speed = 1;
  #from: number;
  #since = systemClock.now();
  readonly #timers = new Set<Timer>();

  constructor(startMs: number) {
    this.#from = startMs;
  }

  now(): number {
    return Math.floor(this.#from + (systemClock.now() - this.#since) * this.#speed);
  }

  elapsed(): number {
    return this.now();
  }

  after(delayMs: number, run: () => void): Cancel {
    const timer: Timer = { at: this.now() + Math.max(0, delayMs), run, cancel: () => {} };
    this.#timers.add(timer);
    this.#wind(timer);
    return () => {
      timer.cancel();
      this.#timers.delete(timer);
    };
  }

  /** From now on, so many seconds pass in a second of the machine. */
  pass(speed: number): void {
    this.#from = this.now();
    this.#since = systemClock.now();
    this.#speed = speed;
    for (const timer of this.#timers) {
      timer.cancel();
      this.#wind(timer);
    }
  }

  #wind(timer: Timer): void {
    const delayMs = Math.max(0, timer.at - this.now()) / this.#speed;
    // The longest delay of a timer of Node.
    timer.cancel = systemClock.after(Math.min(2_147_483_647, Math.ceil(delayMs)), () => {
      this.#timers.delete(timer);
      timer.run();
    });
  }
}
