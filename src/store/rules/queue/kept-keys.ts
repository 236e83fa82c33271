import type { MessageId } from '../../../domain/messages/message-id.ts';
import { stateCode } from '../../../domain/messages/state.ts';
import type { Db } from '../../db.ts';
import { hashOfText, mixed, RecentHashes } from './recent-hashes.ts';

// How many references of the last kept receipts are read after a restart.
const RECALLED = 10_000;

/**
 * Says which answers must be looked up among the kept receipts and the unanswered parts. For nearly all answers the
 * disk is not read, however much is kept. It may ask for a lookup in vain, but never leaves one out.
 *
 * It knows what this process has kept, for at least a day: an answer in time comes within a day of its early receipt.
 * A receipt from before a restart can have come before its answer only if its message was `sending` then: those
 * messages are always looked up.
 */
export class KeptKeys {
  readonly #hashes = new RecentHashes();
  readonly #tell: (ref: number, at: number) => void;

  /** @param tell tells the other nodes of a receipt that was kept */
  constructor(tell: (ref: number, at: number) => void = () => {}) {
    this.#tell = tell;
  }

  recall(db: Db): void {
    const sending = db
      .prepare<[], number>(`SELECT id FROM messages WHERE state = ${stateCode('sending')}`)
      .pluck();
    const lately = db.prepare<[number], { carrier: string; ref: string }>(`
      SELECT carrier, u.ref FROM (SELECT id FROM unmatched_receipts ORDER BY id DESC LIMIT ?)
      JOIN unmatched_refs u ON u.receipt_id = id`);
    for (const id of sending.iterate()) this.#hashes.recall(hashOfMessage(id));
    for (const { carrier, ref } of lately.iterate(RECALLED)) this.#hashes.recall(hashOfRef(carrier, ref));
  }

  /** @param ref without zeros in front */
  addReceipt(carrier: string, ref: string, at: number): void {
    const hash = hashOfRef(carrier, ref);
    this.#hashes.add(hash, at);
    this.#tell(hash, at);
  }

  /** Takes in the references of receipts that another node has kept. */
  heard(refs: readonly number[], at: number): void {
    for (const ref of refs) this.#hashes.add(ref, at);
  }

  addUnanswered(id: MessageId, at: number): void {
    this.#hashes.add(hashOfMessage(id), at);
  }

  /** @param ref without zeros in front */
  mayHaveReceipt(carrier: string, ref: string): boolean {
    return !this.#hashes.isEmpty && this.#hashes.has(hashOfRef(carrier, ref));
  }

  mayBeUnanswered(id: MessageId): boolean {
    return !this.#hashes.isEmpty && this.#hashes.has(hashOfMessage(id));
  }
}

const hashOfRef = (carrier: string, ref: string): number =>
  mixed(hashOfText(ref, Math.imul(hashOfText(carrier), 31)));

/** Mixes both halves of an id, which has up to 53 bits. */
const hashOfMessage = (id: number): number => mixed(mixed(id >>> 0) ^ Math.floor(id / 2 ** 32));
