import type { MessageId } from '../../../../domain/messages/message-id.ts';
import { stateCode } from '../../../../domain/messages/state.ts';
import type { Db } from '../../open.ts';

// The size of each filter in bits (2 MB), of which a key sets `PROBES`. With 100,000 keys, one lookup in 180,000 is in
// vain; with a million keys, one in 220.
const BITS = 2 ** 24;
const PROBES = 3;
// How long a key is remembered at least, in ms: an answer comes at most a day after its early receipt.
const DAY_MS = 86_400_000;
// How many of the last kept receipts are read after a restart, for their references.
const RECALLED = 10_000;

/**
 * Says whether, for an answer, the kept receipts and the unanswered parts must be looked up on disk. Nearly no answer
 * needs a lookup, however much is kept. The keys are in a Bloom filter, which bounds the memory: a lookup may be in
 * vain, but none is left out.
 *
 * The filter knows what this process has kept, for at least a day. A receipt from before a restart can be an early
 * receipt only if its message was `sending` at the restart: `recall` adds those messages.
 */
export class KeptKeys {
  #young: Uint32Array | undefined;
  #old: Uint32Array | undefined;
  /** When `#young` was begun, ms since the epoch. */
  #since = 0;

  recall(db: Db): void {
    const sending = db
      .prepare<[], number>(`SELECT id FROM messages WHERE state = ${stateCode('sending')}`)
      .pluck();
    const lately = db.prepare<[number], { carrier: string; ref: string }>(`
      SELECT carrier, u.ref FROM (SELECT id FROM unmatched_receipts ORDER BY id DESC LIMIT ?)
      JOIN unmatched_refs u ON u.receipt_id = id`);
    // All keys get the same time: with the times of their receipts, old keys would push out newer ones.
    for (const id of sending.iterate()) this.#add(hashOfMessage(id), this.#since);
    for (const { carrier, ref } of lately.iterate(RECALLED)) this.#add(hashOfRef(carrier, ref), this.#since);
  }

  /** @param ref without zeros in front */
  addReceipt(carrier: string, ref: string, at: number): void {
    this.#add(hashOfRef(carrier, ref), at);
  }

  addUnanswered(id: MessageId, at: number): void {
    this.#add(hashOfMessage(id), at);
  }

  /** @param ref without zeros in front */
  mayHaveReceipt(carrier: string, ref: string): boolean {
    return this.#young !== undefined && this.#has(hashOfRef(carrier, ref));
  }

  mayBeUnanswered(id: MessageId): boolean {
    return this.#young !== undefined && this.#has(hashOfMessage(id));
  }

  #add(hash: number, at: number): void {
    if (this.#young === undefined) this.#since = at;
    else if (at - this.#since > DAY_MS) {
      this.#old = this.#young;
      this.#young = undefined;
      this.#since = at;
    }
    this.#young ??= new Uint32Array(BITS / 32);
    const step = stepOf(hash);
    for (let probe = 0; probe < PROBES; probe++) {
      const bit = (hash + probe * step) % BITS;
      this.#young[bit >>> 5] = (this.#young[bit >>> 5] ?? 0) | (1 << (bit & 31));
    }
  }

  #has(hash: number): boolean {
    return isIn(this.#young, hash) || isIn(this.#old, hash);
  }
}

const isIn = (bits: Uint32Array | undefined, hash: number): boolean => {
  if (bits === undefined) return false;
  const step = stepOf(hash);
  for (let probe = 0; probe < PROBES; probe++) {
    const bit = (hash + probe * step) % BITS;
    if (((bits[bit >>> 5] ?? 0) & (1 << (bit & 31))) === 0) return false;
  }
  return true;
};

// FNV-1a over the characters. `mixed` finishes as MurmurHash3 does, so that the low bits depend on all characters.
const hashOfText = (text: string, begin: number): number => {
  let hash = begin;
  for (let index = 0; index < text.length; index++)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01_00_01_93);
  return hash;
};

const mixed = (value: number): number => {
  let hash = Math.imul(value ^ (value >>> 16), 0x85_eb_ca_6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2_b2_ae_35);
  return (hash ^ (hash >>> 16)) >>> 0;
};

const hashOfRef = (carrier: string, ref: string): number =>
  mixed(hashOfText(ref, Math.imul(hashOfText(carrier, 0x81_1c_9d_c5), 31)));

/** Mixes both halves of an id, which has up to 53 bits. */
const hashOfMessage = (id: number): number => mixed(mixed(id >>> 0) ^ Math.floor(id / 2 ** 32));

/** The distance between the probes of a key. It is odd, so that the probes differ. */
const stepOf = (hash: number): number => (mixed(hash ^ 0x9e_37_79_b9) % BITS) | 1;
