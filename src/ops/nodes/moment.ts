import type { Clock } from '../../kernel/clock.ts';

/** A moment by both clocks, ms. */
interface Moment {
  /** By the clock that nobody can set. */
  readonly elapsed: number;
  /** By the wall clock, as it is set: `clock.now` does not show each step. */
  readonly wall: number;
}

export const momentOf = (clock: Clock): Moment => ({
  elapsed: clock.elapsed(),
  wall: clock.wall?.() ?? clock.now(),
});

export const NEVER: Moment = { elapsed: Number.NEGATIVE_INFINITY, wall: Number.NEGATIVE_INFINITY };

/**
 * Whether less than `ms` have passed since the moment, by both clocks. The one that nobody can set stands still while
 * the machine is suspended (clock_gettime(2), CLOCK_MONOTONIC).
 */
export const isWithin = (ms: number, since: Moment, clock: Clock): boolean => {
  const { elapsed, wall } = momentOf(clock);
  return elapsed - since.elapsed < ms && wall - since.wall < ms;
};
