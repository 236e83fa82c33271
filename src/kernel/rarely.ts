const EVERY_MS = 60_000;

/** For lines of the log that somebody outside can cause at will: the first at once, then one a minute that says how many. */
export class Rarely {
  #saidAt = Number.NEGATIVE_INFINITY;
  #since = 0;

  /** How often it happened since the last line, if it is time for one; undefined: it is not. */
  happened(nowMs: number): number | undefined {
    this.#since++;
    // After the clock was set back, the next line must not wait until the old time comes again.
    if (Math.abs(nowMs - this.#saidAt) < EVERY_MS) return undefined;
    this.#saidAt = nowMs;
    const times = this.#since;
    this.#since = 0;
    return times;
  }
}
