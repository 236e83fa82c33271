import { randomInt } from 'node:crypto';
import { mixed } from '../queue/recent-hashes.ts';

/** Where hashes begin: two numbers of 32 bits. */
type Begin = readonly [number, number];

/** Of each process its own: whoever chooses ids can't make them all fall on one slot. */
const OWN: Begin = [randomInt(2 ** 32), randomInt(2 ** 32)];

/** Where the hashes of nodes begin, of a seed that they share. @param seed below 2^48 */
export const beginAt = (seed: number): Begin => [mixed(seed >>> 0), mixed(Math.floor(seed / 2 ** 16) >>> 0)];

/** A receipt that settled a part, as hashes of its texts: those of many receipts would take half a kilobyte each. */
export interface Settled {
  /** The recipient of the part, whatever recipient the receipt names. */
  readonly recipient: number;
  /** The id and the recipient as the receipt gave them; undefined for a receipt from before a restart. */
  readonly named: { readonly id: number; readonly to: number } | undefined;
  /** 64 bits, since two texts with one hash would be taken for one receipt that came twice. */
  readonly evidence: Hash64;
}

/** 64 bits of a hash, as two numbers of 32 bits. */
export type Hash64 = readonly [number, number];

export const isSameHash = ([a, b]: Hash64, [c, d]: Hash64): boolean => a === c && b === d;

export type Hashing = ReturnType<typeof hashing>;

/** Hashes of texts. @param begin left out: as in this process alone */
export const hashing = (begin: Begin = OWN) => {
  /** Two hashes with different factors, each character taken into both. Nodes of several versions share them. */
  const hash64 = (...texts: readonly string[]): Hash64 => {
    let [first, second] = begin;
    for (const text of texts) {
      for (let index = 0; index < text.length; index++) {
        const code = text.charCodeAt(index);
        first = Math.imul(first ^ code, 0x01_00_01_93);
        second = Math.imul((second + code) ^ (second >>> 15), 0x85_eb_ca_77);
      }
      // Where one text ends and the next begins counts too.
      first = Math.imul(first ^ 0x1_00_00, 0x01_00_01_93);
      second = Math.imul(second ^ text.length, 0x85_eb_ca_77);
    }
    return [mixed(first), mixed(second)];
  };
  return {
    hash64,
    /** The hash of a text; 0 for none. */
    hash32: (text: string | undefined): number => (text === undefined ? 0 : hash64(text)[0]),
  };
};

/** The words of 32 bits of a slot: the flags, the hash of the key, and the fields of `Settled`. */
const WORDS = 8;
/** The flags of a slot. A slot without `USED` is empty. */
const USED = 1;
const NAMED = 2;
/** The share of the slots that may be used: with more, a search passes too many slots. */
const MOST_USED = 0.6;

/** A table of receipts by a key, of a fixed size: nothing in it is an object that the garbage collector must follow. */
export class SettledTable {
  readonly #slots: Uint32Array;
  readonly #mask: number;
  readonly #most: number;
  #used = 0;

  /** @param most how many receipts it can have */
  constructor(most: number) {
    const slots = 2 ** Math.ceil(Math.log2(most / MOST_USED));
    this.#slots = new Uint32Array(slots * WORDS);
    this.#mask = slots - 1;
    this.#most = most;
  }

  get isFull(): boolean {
    return this.#used >= this.#most;
  }

  clear(): void {
    this.#slots.fill(0);
    this.#used = 0;
  }

  get(key: Hash64): Settled | undefined {
    const at = this.#slotOf(key);
    const word = (offset: number): number => this.#slots[at + offset] ?? 0;
    const flags = word(0);
    if (flags === 0) return undefined;
    return {
      recipient: word(3),
      named: (flags & NAMED) === 0 ? undefined : { id: word(4), to: word(5) },
      evidence: [word(6), word(7)],
    };
  }

  /** The receipt of a key that the table has already takes the place of the earlier one. */
  set(key: Hash64, { recipient, named, evidence }: Settled): void {
    const at = this.#slotOf(key);
    if (this.#slots[at] === 0) this.#used++;
    const slots = this.#slots;
    slots[at] = named === undefined ? USED : USED | NAMED;
    slots[at + 1] = key[0];
    slots[at + 2] = key[1];
    slots[at + 3] = recipient;
    slots[at + 4] = named?.id ?? 0;
    slots[at + 5] = named?.to ?? 0;
    slots[at + 6] = evidence[0];
    slots[at + 7] = evidence[1];
  }

  /** Where the slot of the key begins, or an empty slot for it. */
  #slotOf([first, second]: Hash64): number {
    for (let slot = first & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const at = slot * WORDS;
      if (this.#slots[at] === 0) return at;
      if (this.#slots[at + 1] === first && this.#slots[at + 2] === second) return at;
    }
  }
}
