/** The initial number of slots, a power of two. The table has this size again whenever it is empty. */
const FEWEST = 256;

/**
 * Values by ascending numbers, for entries that live only a short time. A Map would do, but V8 keeps what was deleted:
 * constant adding and deleting makes a new table every hundred or so entries, the old table points to the new one
 * (`OrderedHashTable::Rehash`, for iterators), and once an old table is in the old generation, all that later tables
 * held stays until the next full collection. Measured: each message sent was copied twice, and the heap grew by 100 MB
 * between two collections.
 */
export class InFlight<T> {
  #slots: (T | undefined)[] = emptySlots(FEWEST);
  #size = 0;
  /** The smallest number in use, if there is any. There may be gaps between it and `#last`. */
  #first = 0;
  #last = -1;

  get size(): number {
    return this.#size;
  }

  /** @param number an integer greater than all numbers added before */
  add(number: number, value: T): void {
    if (this.#size === 0) this.#first = number;
    while (number - this.#first >= this.#slots.length) this.#grow();
    this.#slots[this.#slotOf(number)] = value;
    this.#last = number;
    this.#size++;
  }

  /** Removes and returns the value of this number; undefined if there is none. */
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

  /** The value with the smallest number. */
  oldest(): T | undefined {
    return this.#size === 0 ? undefined : this.#slots[this.#slotOf(this.#first)];
  }

  /** The smallest number; undefined if there is none. */
  oldestNumber(): number | undefined {
    return this.#size === 0 ? undefined : this.#first;
  }

  /** Removes and returns all values, ordered by number. */
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

  /** The remainder by a power of two is exact for every integer that a double holds exactly. */
  #slotOf(number: number): number {
    return number % this.#slots.length;
  }

  /** A value that is never removed keeps its slot, so that the values after it need more and more slots. */
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
