import type { Clock } from './clock.ts';

/** Less than that is the wall clock being adjusted while it runs, or a timer's jitter, ms. */
const SET_BACK_MS = 1000;
/** So much slower our time runs until the wall clock has caught up: an hour takes four. */
const ABSORBED = 0.25;

/**
 * Wall time that is not set back: of deadlines that lie an hour ahead, each would hold something for an hour. Where the
 * wall clock is, as when a machine that began with a wrong time hears the right one, the time told goes on from where it
 * was, slower, until both agree again. What sets it forward counts at once.
 *
 * @param wall ms since the epoch
 * @param elapsed ms since whenever, by a clock that nobody sets
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

/** The machine's time: the one file that reads the clock and starts timers. */
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
