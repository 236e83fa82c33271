import { withoutZeros } from '../../../../domain/routes/carrier-ref.ts';
import type { Db } from '../../open.ts';

// A carrier that repeats a receipt does so within seconds, or after a rebind: of 1,000 receipts a second these are 20 to 40 s.
// Each takes half a kilobyte.
const KEPT = 40_000;

interface SettledPart {
  readonly carrier: string;
  readonly carrier_ref: string;
  readonly receipt_evidence: string;
  readonly recipient: string;
}

/** A receipt that settled a part. */
interface Known {
  /** To whom the part went, whoever the receipt names. */
  readonly recipient: string;
  /** The id and the recipient as the receipt gave them; undefined for one from before a restart. */
  readonly named: { readonly id: string; readonly to: string | undefined } | undefined;
  readonly evidence: string;
}

/**
 * The final receipts that came lately, so that a repetition is not taken for a stranger's. It is one only if it says
 * the same in the same words: a reference comes again (TP-MR after 256, TS 23.040 9.2.3.6; a carrier's counter after a
 * restart), and then its receipt may be on the way before its answer.
 *
 * What a transaction adds is known from its commit on: a receipt that was rolled back was not kept, and comes again.
 */
export class RecentRefs {
  /** By carrier and reference. */
  #young = new Map<string, Known>();
  #old = new Map<string, Known>();
  #uncommitted = new Map<string, Known>();

  /**
   * Learns from the disk what came before a restart: a carrier brings anew, on the next bind, what nobody had time to
   * acknowledge.
   */
  recall(db: Db): void {
    const lately = db.prepare<[number], SettledPart>(`
      SELECT carrier, carrier_ref, receipt_evidence, recipient
      FROM (SELECT * FROM parts ORDER BY message_id DESC LIMIT ?) JOIN messages ON messages.id = message_id
      WHERE receipt_evidence IS NOT NULL ORDER BY message_id`);
    for (const { carrier, carrier_ref, receipt_evidence, recipient } of lately.iterate(KEPT / 2)) {
      this.#remember(keyOf(carrier, carrier_ref), {
        recipient,
        named: undefined,
        evidence: receipt_evidence,
      });
    }
  }

  /** @param ref what the carrier's answer called the part */
  add(carrier: string, ref: string, known: Known): void {
    this.#uncommitted.set(keyOf(carrier, ref), known);
  }

  /** Whether this very receipt came lately. One for another phone may say the same, of an id that was given anew. */
  has(carrier: string, ref: string, to: string | undefined, evidence: string): boolean {
    const known = this.#known(carrier, ref);
    return known?.evidence === evidence && (known.named === undefined || known.named.to === to);
  }

  /**
   * Whether a part of this reference, to this recipient, had its receipt lately, whatever it said.
   *
   * @param named the id as the receipt in hand spells it: where that isn't the reference, the receipt that came lately
   * must have been spelt so too, since a carrier doesn't change its mind; else the two are of different parts
   */
  knows(carrier: string, ref: string, recipient: string, named: string): boolean {
    const known = this.#known(carrier, ref);
    if (known?.recipient !== recipient) return false;
    return withoutZeros(ref) === withoutZeros(named) || known.named === undefined || known.named.id === named;
  }

  /** Where a savepoint began: `backTo` forgets what came after. */
  mark(): number {
    return this.#uncommitted.size;
  }

  backTo(mark: number): void {
    for (const key of [...this.#uncommitted.keys()].slice(mark)) this.#uncommitted.delete(key);
  }

  committed(): void {
    for (const [key, known] of this.#uncommitted) this.#remember(key, known);
    this.#uncommitted = new Map();
  }

  #known(carrier: string, ref: string): Known | undefined {
    const key = keyOf(carrier, ref);
    return this.#uncommitted.get(key) ?? this.#young.get(key) ?? this.#old.get(key);
  }

  #remember(key: string, known: Known): void {
    this.#young.set(key, known);
    if (this.#young.size < KEPT / 2) return;
    this.#old = this.#young;
    this.#young = new Map();
  }
}

const keyOf = (carrier: string, ref: string): string => `${carrier}\n${withoutZeros(ref)}`;
