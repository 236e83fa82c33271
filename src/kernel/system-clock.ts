import type { Clock } from './clock.ts';

/** A step back of up to this many ms is normal adjustment of the wall clock, or jitter of a timer. */
const SET_BACK_MS = 1000;
/**
 * Our time runs slower by this share until the wall clock has caught up: a lead of one hour is gone after four hours.
 */
const ABSORBED = 0.25;

/**
 * Returns a clock of wall time that never goes back: if the wall clock is set back by an hour, each deadline would
 * otherwise come an hour later. When the wall clock is set back (say, since the machine started with a wrong time), the
 * returned clock goes on from where it was, only slower, until both agree again. A step forward counts at once.
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
  elapsed: () => Math.floor(performance.now()),
  wall: () => Date.now(),
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs);
    timer.unref();
    return () => clearTimeout(timer);
  },
};
