const DAY_MS = 86_400_000;

/** Counts the parts that were accepted on the current UTC day. Times are in ms since the epoch. */
export class DayCount {
  #day = 0;
  #parts = 0;

  /** The parts of the day of this time; 0 if another day was counted last. */
  at(ms: number): number {
    return Math.floor(ms / DAY_MS) === this.#day ? this.#parts : 0;
  }

  set(ms: number, parts: number): void {
    this.#day = Math.floor(ms / DAY_MS);
    this.#parts = parts;
  }

  add(ms: number, parts: number): void {
    const day = Math.floor(ms / DAY_MS);
    if (day !== this.#day) this.#parts = 0;
    this.#day = day;
    this.#parts += parts;
  }
}
