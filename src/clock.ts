import type { Clock } from './domain/clock.ts';

/** The machine's time: the one file that reads the clock and starts timers. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs);
    timer.unref();
    return () => clearTimeout(timer);
  },
};
