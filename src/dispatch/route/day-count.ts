/** Parts that were accepted on the current UTC day; days are counted since the epoch. */
export class DayCount {
  #day = 0;
  #parts = 0;

  /** Parts of this day; 0 if another day was counted last. */
  on(day: number): number {
    return day === this.#day ? this.#parts : 0;
  }

  add(day: number, parts: number): void {
    if (day !== this.#day) this.#parts = 0;
    this.#day = day;
    this.#parts += parts;
  }
}
