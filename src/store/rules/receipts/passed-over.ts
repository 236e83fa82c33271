import type { Db } from '../../db.ts';
import { steady } from '../steady.ts';

/** How many phones are remembered. A message to one that is forgotten stays in doubt. */
const MOST = 10_000;
/** How often in a second another message to a phone is looked for: on many messages, a look takes some 10 ms. */
const LOOKS_A_SECOND = 50;
const SECOND_MS = 1000;

/**
 * The phones of messages without an answer that were not given a receipt for their phone, since it might be for another
 * message. They are looked at again whenever another message to the phone gets a receipt.
 */
export class PassedOver {
  readonly #phones = new Set<string>();
  #second = 0;
  #looks = 0;

  /** Reads the phones from the disk after a restart. */
  recall(db: Db): void {
    const phones = db
      .prepare<[number], string>(
        steady(`
        SELECT recipient FROM (SELECT DISTINCT recipient FROM unanswered) waiting
        WHERE EXISTS (SELECT 1 FROM unmatched_receipts r WHERE r.recipient = waiting.recipient)
        LIMIT ?`),
      )
      .pluck();
    for (const phone of phones.iterate(MOST)) this.add(phone);
  }

  add(phone: string): void {
    this.#phones.add(phone);
    const [oldest] = this.#phones;
    if (this.#phones.size > MOST && oldest !== undefined) this.#phones.delete(oldest);
  }

  has(phone: string): boolean {
    return this.#phones.size > 0 && this.#phones.has(phone);
  }

  delete(phone: string): void {
    this.#phones.delete(phone);
  }

  /** Whether there is time for a look, at this time in ms since the epoch. Without one, a message stays in doubt. */
  mayLook(at: number): boolean {
    if (Math.abs(at - this.#second) >= SECOND_MS) {
      this.#second = at;
      this.#looks = 0;
    }
    return ++this.#looks <= LOOKS_A_SECOND;
  }
}
