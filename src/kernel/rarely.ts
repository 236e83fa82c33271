const EVERY_MS = 60_000;

/**
 * Limits log lines that somebody outside can cause: the first event is logged at once, then at most one line a minute
 * gives the number of events.
 */
export class Rarely {
  #saidAt = Number.NEGATIVE_INFINITY;
  #since = 0;

  /** Counts an event. Returns the number of events since the last line if a line is due; undefined if none is due. */
  happened(nowMs: number): number | undefined {
    this.#since++;
    // If the clock was set back, the next line must not wait until the old time is reached again.
    if (Math.abs(nowMs - this.#saidAt) < EVERY_MS) return undefined;
    this.#saidAt = nowMs;
    const times = this.#since;
    this.#since = 0;
    return times;
  }
}
