const BUCKETS = 1024;
const SECOND_MS = 1000;

/** Counts the parts that were accepted in the last 1000 ms. Pure: time is an argument, in ms. */
export class LastSecond {
  readonly #counts = new Uint32Array(BUCKETS);
  /** The last millisecond whose count has been removed from the sum, ms. */
  #forgotten = 0;
  #sum = 0;
  #latest = 0;

  add(now: number): void {
    this.#forget(now);
    const index = Math.floor(now) % BUCKETS;
    this.#counts[index] = (this.#counts[index] ?? 0) + 1;
    this.#latest = ++this.#sum;
  }

  /** The count at the time of the last `add`. */
  get latest(): number {
    return this.#latest;
  }

  count(now: number): number {
    this.#forget(now);
    return this.#sum;
  }

  #forget(now: number): void {
    const until = Math.floor(now) - SECOND_MS;
    const passedMs = until - this.#forgotten;
    // All counts are older than a second, or the clock was set back.
    if (passedMs >= SECOND_MS || passedMs < 0) {
      this.#counts.fill(0);
      this.#sum = 0;
      this.#forgotten = until;
    }
    for (; this.#forgotten < until; this.#forgotten++) {
      const index = (this.#forgotten + 1) % BUCKETS;
      this.#sum -= this.#counts[index] ?? 0;
      this.#counts[index] = 0;
    }
  }
}
