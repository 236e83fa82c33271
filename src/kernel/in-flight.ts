/** Slots at first, and again whenever nothing is in flight; a power of two. */
const FEWEST = 256;

/**
 * What is under way, by numbers that ascend, a few at a time. A Map does the same, but V8 keeps its dead: what is added
 * and deleted all the time makes a new table every hundred or so, the old table points to the new one (for iterators,
 * `OrderedHashTable::Rehash`), and once one has become old, whatever ever stood in a later one lives until the next full
 * collection. Measured: each message that went out was copied twice, the heap grew by 100 MB between two collections.
 */
export class InFlight<T> {
  #slots: (T | undefined)[] = emptySlots(FEWEST);
  #size = 0;
  /** The least number in use, if any is; between it and the last there may be gaps. */
  #first = 0;
  #last = -1;

  get size(): number {
    return this.#size;
  }

  /** @param number a whole one, greater than all before */
  add(number: number, value: T): void {
    if (this.#size === 0) this.#first = number;
    while (number - this.#first >= this.#slots.length) this.#grow();
    this.#slots[this.#slotOf(number)] = value;
    this.#last = number;
    this.#size++;
  }

  /** Takes it out; undefined: there is none of this number. */
  take(number: number): T | undefined {
    if (this.#size === 0 || number < this.#first || number > this.#last) return undefined;
    const slot = this.#slotOf(number);
    const value = this.#slots[slot];
    if (value === undefined) return undefined;
    this.#slots[slot] = undefined;
    this.#size--;
    if (this.#size === 0) this.#shrink();
    else while (this.#slots[this.#slotOf(this.#first)] === undefined) this.#first++;
    return value;
  }

  /** The one of the least number. */
  oldest(): T | undefined {
    return this.#size === 0 ? undefined : this.#slots[this.#slotOf(this.#first)];
  }

  /** The number of `oldest`; undefined: there is none. */
  oldestNumber(): number | undefined {
    return this.#size === 0 ? undefined : this.#first;
  }

  /** Takes out all, in the order of their numbers. */
  drain(): readonly T[] {
    const all: T[] = [];
    if (this.#size === 0) return all;
    for (let number = this.#first; number <= this.#last; number++) {
      const value = this.#slots[this.#slotOf(number)];
      if (value !== undefined) all.push(value);
    }
    this.#size = 0;
    this.#slots = emptySlots(FEWEST);
    return all;
  }

  /** Of a power of two, the remainder of any whole number that a double holds exactly. */
  #slotOf(number: number): number {
    return number % this.#slots.length;
  }

  /** One that is never answered holds its place, and those behind it need ever more. */
  #grow(): void {
    const before = this.#slots;
    const after = emptySlots<T>(before.length * 2);
    for (let number = this.#first; number <= this.#last; number++)
      after[number % after.length] = before[number % before.length];
    this.#slots = after;
  }

  #shrink(): void {
    if (this.#slots.length > FEWEST) this.#slots = emptySlots(FEWEST);
  }
}

const emptySlots = <T>(length: number): (T | undefined)[] => new Array<T | undefined>(length).fill(undefined);
