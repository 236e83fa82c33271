/** The initial number of slots, a power of two. The table gets this size again whenever it becomes empty. */
const FEWEST = 256;

/**
 * Holds values under ascending numbers, for entries that live only a short time. A Map would do the same, but V8 keeps
 * the entries that were deleted from it. Constant adding and deleting makes V8 begin a new table every hundred or so
 * entries, and each old table points to the next one (`OrderedHashTable::Rehash`, for iterators). Once an old table is
 * in the old generation of the heap, the entries of all later tables stay in memory until the next full garbage
 * collection. Measured with a Map: the heap grew by 100 MB between two full collections.
 */
export class InFlight<T> {
  #slots: (T | undefined)[] = emptySlots(FEWEST);
  #size = 0;
  /** The smallest number in use, if there is any. Some numbers between `#first` and `#last` may have no value. */
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

  /** The slot of a number. The remainder is exact for every safe integer. */
  #slotOf(number: number): number {
    return number % this.#slots.length;
  }

  /**
   * Doubles the slots, since the numbers in use no longer fit: if one value is never removed, the numbers after it need
   * more and more slots.
   */
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
