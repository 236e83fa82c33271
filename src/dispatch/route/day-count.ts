const DAY_MS = 86_400_000;

/** Counts the parts that were accepted on the current UTC day. Times are in ms since the epoch. */
export class DayCount {
  #day = 0;
  #parts = 0;

  /** The parts of the day of this time; 0 if another day was counted last. */
  at(ms: number): number {
    return Math.floor(ms / DAY_MS) === this.#day ? this.#parts : 0;
  }

  /** Counts so many parts for the day of this time, unless more were counted, or those of a later day. */
  atLeast(ms: number, parts: number): void {
    if (Math.floor(ms / DAY_MS) >= this.#day) this.add(ms, Math.max(0, parts - this.at(ms)));
  }

  add(ms: number, parts: number): void {
    const day = Math.floor(ms / DAY_MS);
    if (day !== this.#day) this.#parts = 0;
    this.#day = day;
    this.#parts += parts;
  }
}
