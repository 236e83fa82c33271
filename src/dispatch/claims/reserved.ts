/** Counts the parts that claims under way may bring. */
export class Reserved {
  #critical = 0;
  #others = 0;

  get critical(): number {
    return this.#critical;
  }

  get others(): number {
    return this.#others;
  }

  get all(): number {
    return this.#critical + this.#others;
  }

  add(parts: number, critical: boolean): void {
    if (critical) this.#critical += parts;
    else this.#others += parts;
  }
}
