/** Ends a pending timer; a second call, or a call after the timer ran, does nothing. */
export type Cancel = () => void;

/**
 * The time, which code gets as an argument: nothing outside `src/kernel/system-clock.ts` reads the machine's clock or
 * starts a timer, so every timer can be tested by moving a virtual clock.
 */
export interface Clock {
  /** Wall time in milliseconds since the Unix epoch. */
  now(): number;
  /**
   * Whole milliseconds since a fixed moment, by a clock that nobody can set. A process measures how long it waits by
   * this time: when somebody sets the wall clock forward, no wait is over, and when it is set back, none takes longer.
   */
  elapsed(): number;
  /** The wall clock as it is set now, ms since the epoch: it may go back. Left out: it is `now`. */
  readonly wall?: () => number;
  /** Calls `run` once, `delayMs` (0 or more) from now. A pending timer does not keep the process alive. */
  after(delayMs: number, run: () => void): Cancel;
}
