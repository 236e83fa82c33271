const MOST = 200;

/** What earlier answers named: ids, cursors, versions and hashes, so that requests meet what is there. */
export class Seen {
  readonly #byName = new Map<string, unknown[]>();

  /** Remembers the texts and integers of an answer by the names of their fields. */
  note(answer: unknown, depth = 0): void {
    if (typeof answer !== 'object' || answer === null || depth > 3) return;
    for (const [name, value] of Object.entries(answer).slice(0, 50)) {
      if (typeof value === 'object') this.note(value, depth + 1);
      else if (typeof value === 'string' ? value.length <= 200 : Number.isInteger(value))
        this.#add(name, value);
    }
  }

  /** One of the values that a field of this name had. */
  pick(name: string, random: () => number): unknown {
    const values = this.#byName.get(name) ?? [];
    return values[Math.floor(random() * values.length)];
  }

  #add(name: string, value: unknown): void {
    const values = this.#byName.get(name) ?? [];
    this.#byName.set(name, values);
    values.push(value);
    if (values.length > MOST) values.shift();
  }
}
