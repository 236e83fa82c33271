import type { Clock } from './clock.ts';

/** A smaller step back is normal adjustment of the wall clock, or jitter of a timer, ms. */
const SET_BACK_MS = 1000;
/** The share by which our time runs slower until the wall clock has caught up: an hour takes four hours. */
const ABSORBED = 0.25;

/**
 * Wall time that never goes back: a clock that is set back by an hour would otherwise delay each deadline by an hour.
 * When the wall clock is set back (a machine that started with a wrong time gets the right one, say), this time goes on
 * from where it was, only slower, until both agree again. A step forward counts at once.
 *
 * @param wall ms since the epoch
 * @param elapsed ms since any fixed moment, from a clock that nobody can set
 */
export const unturned = (wall: () => number, elapsed: () => number): (() => number) => {
  let wallBefore = wall();
  let elapsedBefore = elapsed();
  let aheadMs = 0;
  return () => {
    const wallNow = wall();
    const elapsedNow = elapsed();
    const passed = elapsedNow - elapsedBefore;
    const jumped = wallNow - wallBefore - passed;
    if (jumped < -SET_BACK_MS) aheadMs -= jumped;
    else if (aheadMs > 0) aheadMs = Math.max(0, aheadMs - passed * ABSORBED - Math.max(0, jumped));
    wallBefore = wallNow;
    elapsedBefore = elapsedNow;
    return wallNow + Math.round(aheadMs);
  };
};

/** The machine's time. This is the only file that reads the clock and starts timers. */
export const systemClock: Clock = {
  now: unturned(
    () => Date.now(),
    () => performance.now(),
  ),
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs);
    timer.unref();
    return () => clearTimeout(timer);
  },
};
