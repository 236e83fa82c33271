import { stateCode } from '../../../domain/messages/state.ts';
import type { Db } from '../../db.ts';
import { hashOfText, mixed, RecentHashes } from '../queue/recent-hashes.ts';
import { newestIn } from './newest-in.ts';

// Of how many accepted messages, and of how many unanswered parts, the recipients are read after a restart.
const RECALLED = 50_000;
const SENDING = stateCode('sending');
/** Messages in these states have left, with the answer in their own row or in `parts`. */
const TAKEN = ['sent', 'delivered', 'undelivered', 'unconfirmed'] as const;
const MINUTE_MS = 60_000;
// A receipt may come until a day after the validity, which is a week at most.
const REMEMBERED_MS = 8 * 86_400_000;
/** 0.5 MB: what is known in vain costs a look, and no more. */
const BITS_OF_SEVERAL = 2 ** 22;

/** Tells other nodes, by hashes. */
interface TellPhones {
  phone(hash: number, at: number): void;
  sender(hash: number): void;
}

/**
 * The phones to which messages went within the last eight days at least. A receipt that names one of them is for a
 * message to that phone, never for one to another phone whose id is the same by chance: carriers whose ids come from a
 * small counter and are hexadecimal in answers, but decimal in receipts, have such pairs all the time. A receipt that
 * names no such phone may name the sender, or the recipient in a form of its own.
 *
 * It may know a phone that got nothing (`RecentHashes`), but never misses one of this process, or of a node that has
 * committed its claim. A receipt that names such a phone instead of its recipient stays kept, and its message may
 * become `unconfirmed`; no message gets a wrong state.
 */
export class KnownPhones {
  readonly #hashes = new RecentHashes(REMEMBERED_MS);
  /** The phones that had more than one claim. */
  readonly #several = new RecentHashes(REMEMBERED_MS, BITS_OF_SEVERAL);
  /** Whether more messages had left before a restart than were read after it. */
  #isCut = false;
  readonly #senders = new RecentHashes();
  #lastSender: string | undefined;
  #lastAt = 0;
  readonly #tell: TellPhones;

  /** @param tell tells the other nodes */
  constructor(tell: TellPhones = { phone: () => {}, sender: () => {} }) {
    this.#tell = tell;
  }

  recall(db: Db): void {
    // Only messages that left are read: a million that wait in the queue would hold up the start.
    const left = db.prepare<{ most: number }, { recipient: string; sender: string | null }>(`
      SELECT recipient, sender FROM (
        SELECT message_id FROM (SELECT DISTINCT message_id FROM parts ORDER BY message_id DESC LIMIT :most)
        UNION ${newestIn(TAKEN, ':most')}
        ORDER BY message_id DESC LIMIT :most) JOIN messages ON id = message_id
      UNION ALL SELECT m.recipient, sender FROM (SELECT message_id FROM unanswered LIMIT :most)
        JOIN messages m ON id = message_id
      UNION ALL SELECT recipient, sender FROM messages WHERE state = ${SENDING}`);
    let recalled = 0;
    for (const { recipient, sender } of left.iterate({ most: RECALLED })) {
      recalled++;
      const hash = hashOfPhone(recipient);
      if (this.#hashes.has(hash)) this.#several.recall(hash);
      this.#hashes.recall(hash);
      if (sender !== null) this.#senders.recall(hashOfPhone(sender));
    }
    this.#isCut = recalled >= RECALLED;
  }

  add(phone: string, sender: string | null, at: number): void {
    const hash = hashOfPhone(phone);
    this.#went(hash, at);
    this.#tell.phone(hash, at);
    // Nearly all messages have one sender: its hash is added once in a minute, since a hash for each costs time.
    if (sender === null || (sender === this.#lastSender && Math.abs(at - this.#lastAt) < MINUTE_MS)) return;
    this.#lastSender = sender;
    this.#lastAt = at;
    const ofSender = hashOfPhone(sender);
    this.#senders.add(ofSender, at);
    this.#tell.sender(ofSender);
  }

  /** To be called after a transaction that was rolled back: the other nodes were not told of its sender. */
  rolledBack(): void {
    this.#lastSender = undefined;
  }

  /** Takes in the phones and senders of messages that another node has claimed. */
  heard(phones: readonly number[], senders: readonly number[], at: number): void {
    for (const phone of phones) this.#went(phone, at);
    for (const sender of senders) this.#senders.add(sender, at);
  }

  /**
   * Whether messages went out with this number as their sender: a receipt that names it may be for any of them. The
   * configured sender is known too, since intake writes it into each message without one. Not known is a number that
   * the carrier puts into messages without a sender.
   */
  isSender(phone: string): boolean {
    return this.#senders.has(hashOfPhone(phone));
  }

  has(phone: string): boolean {
    return this.#hashes.has(hashOfPhone(phone));
  }

  /** Whether more than one message may have gone to this phone; a second attempt at a message counts too. */
  mayHaveHadSeveral(phone: string): boolean {
    return this.#isCut || this.#several.has(hashOfPhone(phone));
  }

  #went(hash: number, at: number): void {
    if (this.#hashes.has(hash)) this.#several.add(hash, at);
    this.#hashes.add(hash, at);
  }
}

export const hashOfPhone = (phone: string): number => mixed(hashOfText(phone));
