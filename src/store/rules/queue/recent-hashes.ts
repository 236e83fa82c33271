// Three bits for each hash, 2 MB in all. With 100,000 hashes one lookup in 180,000 is in vain, with a million hashes
// one in 220.
const BITS = 2 ** 24;
const PROBES = 3;
const DAY_MS = 86_400_000;

/**
 * A set of hashes, each remembered for at least a day, or for as long as is asked for. It is a Bloom filter, so its
 * memory is bounded: it may say that it has a hash that nobody added, but it never misses one.
 */
export class RecentHashes {
  #young: Uint32Array | undefined;
  #old: Uint32Array | undefined;
  /** When `#young` was begun, ms since the epoch. */
  #since = 0;
  readonly #leastMs: number;
  readonly #bits: number;

  /**
   * @param leastMs how long each hash is remembered at least, ms
   * @param bits a power of two: with fewer, it says more often that it has what nobody added
   */
  constructor(leastMs = DAY_MS, bits = BITS) {
    this.#leastMs = leastMs;
    this.#bits = bits;
  }

  get isEmpty(): boolean {
    return this.#young === undefined;
  }

  /** @param at ms since the epoch */
  add(hash: number, at: number): void {
    if (this.#young === undefined) this.#since = at;
    else if (at - this.#since > this.#leastMs) {
      this.#old = this.#young;
      this.#young = undefined;
      this.#since = at;
    }
    this.#set(hash);
  }

  /** Adds a hash from before the process began. Its age is not known, so it counts as old as the oldest. */
  recall(hash: number): void {
    this.#set(hash);
  }

  has(hash: number): boolean {
    return isIn(this.#young, hash) || isIn(this.#old, hash);
  }

  #set(hash: number): void {
    this.#young ??= new Uint32Array(this.#bits / 32);
    const step = stepOf(hash);
    for (let probe = 0; probe < PROBES; probe++) {
      const bit = (hash + probe * step) % this.#bits;
      this.#young[bit >>> 5] = (this.#young[bit >>> 5] ?? 0) | (1 << (bit & 31));
    }
  }
}

const isIn = (bits: Uint32Array | undefined, hash: number): boolean => {
  if (bits === undefined) return false;
  const step = stepOf(hash);
  for (let probe = 0; probe < PROBES; probe++) {
    const bit = (hash + probe * step) % (32 * bits.length);
    if (((bits[bit >>> 5] ?? 0) & (1 << (bit & 31))) === 0) return false;
  }
  return true;
};

/** FNV-1a over the characters; give it to `mixed` before it is used. */
export const hashOfText = (text: string, begin = 0x81_1c_9d_c5): number => {
  let hash = begin;
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01_00_01_93);
  return hash;
};

/** The finish of MurmurHash3, whose low bits depend on all bits of the value. */
export const mixed = (value: number): number => {
  let hash = Math.imul(value ^ (value >>> 16), 0x85_eb_ca_6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2_b2_ae_35);
  return (hash ^ (hash >>> 16)) >>> 0;
};

/** Odd, so that the probes differ. */
const stepOf = (hash: number): number => (mixed(hash ^ 0x9e_37_79_b9) % BITS) | 1;
