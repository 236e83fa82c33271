import type { Db } from '../../db.ts';
import { steady } from '../steady.ts';
import { hashOfPhone } from './known-phones.ts';

/** How many phones are remembered. A message to one that is forgotten stays in doubt. */
const MOST = 10_000;
/**
 * How often in a second another message to a phone is looked for. Among ten million messages a look takes 5 to 12 ms.
 * More are put off.
 */
const LOOKS_A_SECOND = 50;
const SECOND_MS = 1000;

/**
 * The phones of messages without an answer that were not given a receipt for their phone, since it might be for another
 * message. They are looked at again whenever another message to the phone gets a receipt.
 */
export class PassedOver {
  /** By their hashes: another phone with the same hash is looked at in vain. */
  readonly #phones = new Set<number>();
  readonly #tell: (phone: number) => void;
  /** The phones for which there was no time. */
  readonly #putOff = new Set<string>();
  #second = 0;
  #looks = 0;

  /** @param tell tells the other nodes */
  constructor(tell: (phone: number) => void = () => {}) {
    this.#tell = tell;
  }

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
    for (const phone of phones.iterate(MOST)) this.#add(hashOfPhone(phone));
  }

  add(phone: string): void {
    const hash = hashOfPhone(phone);
    this.#add(hash);
    this.#tell(hash);
  }

  /** Takes in phones of which another node has told. */
  heard(phones: readonly number[]): void {
    for (const phone of phones) this.#add(phone);
  }

  has(phone: string): boolean {
    return this.#phones.size > 0 && this.#phones.has(hashOfPhone(phone));
  }

  delete(phone: string): void {
    this.#phones.delete(hashOfPhone(phone));
  }

  #add(phone: number): void {
    this.#phones.add(phone);
    const [oldest] = this.#phones;
    if (this.#phones.size > MOST && oldest !== undefined) this.#phones.delete(oldest);
  }

  /** Whether there is time for a look, at this time in ms since the epoch. Without, the look is put off. */
  mayLook(phone: string, at: number): boolean {
    if (this.#looksLeft(at) > 0) {
      this.#looks++;
      return true;
    }
    if (this.#putOff.size < MOST) this.#putOff.add(phone);
    return false;
  }

  /** Takes phones whose look was put off: as many as there is time for now. */
  takePutOff(at: number): readonly string[] {
    if (this.#putOff.size === 0) return [];
    const phones = [...this.#putOff].slice(0, this.#looksLeft(at));
    for (const phone of phones) this.#putOff.delete(phone);
    return phones;
  }

  #looksLeft(at: number): number {
    if (Math.abs(at - this.#second) >= SECOND_MS) {
      this.#second = at;
      this.#looks = 0;
    }
    return LOOKS_A_SECOND - this.#looks;
  }
}
