/** Ends a pending timer; a second call, or a call after the timer ran, does nothing. */
export type Cancel = () => void;

/**
 * The time, which code gets as an argument: nothing outside `src/kernel/system-clock.ts` reads the machine's clock or
 * starts a timer, so every timer can be tested by moving a virtual clock.
 */
export interface Clock {
  /** Wall time in milliseconds since the Unix epoch. */
  now(): number;
  /** Calls `run` once, `delayMs` (0 or more) from now. A pending timer does not keep the process alive. */
  after(delayMs: number, run: () => void): Cancel;
}
