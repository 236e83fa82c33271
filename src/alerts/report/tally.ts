/** Adds up counts: entries whose keys are equal become one entry. */
export class Tally<T extends object> {
  readonly #keys: readonly (keyof T)[];
  readonly #merge: (known: T, one: T) => T;
  readonly #sums = new Map<string, T>();

  /** @param keys the fields by which entries are told apart */
  constructor(keys: readonly (keyof T)[], merge: (known: T, one: T) => T) {
    this.#keys = keys;
    this.#merge = merge;
  }

  add(all: readonly T[]): void {
    for (const one of all) {
      const key = JSON.stringify(this.#keys.map((name) => one[name] ?? null));
      const known = this.#sums.get(key);
      this.#sums.set(key, known === undefined ? one : this.#merge(known, one));
    }
  }

  get values(): readonly T[] {
    return [...this.#sums.values()];
  }
}
