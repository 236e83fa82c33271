/** Ends a pending timer; calling it again, or after the timer ran, does nothing. */
export type Cancel = () => void;

/**
 * Time as an argument. Nothing outside `src/kernel/system-clock.ts` reads the machine's clock or starts a timer, so that
 * every timer can be tested by moving a virtual clock.
 */
export interface Clock {
  /** Wall time in milliseconds since the Unix epoch. */
  now(): number;
  /** Calls `run` once, `delayMs` (0 or more) from now. A pending timer does not keep the process alive. */
  after(delayMs: number, run: () => void): Cancel;
}
