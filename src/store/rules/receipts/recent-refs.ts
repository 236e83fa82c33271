import { withoutZeros } from '../../../domain/routes/carrier-ref.ts';
import type { Db } from '../../db.ts';
import { newestIn } from './newest-in.ts';
import {
  type Hash64,
  type Hashing,
  hashing,
  isSameHash,
  type Settled,
  SettledTable,
} from './settled-table.ts';

// How many receipts are remembered: with 1,000 receipts a second, those of the last 20 to 40 s. A carrier repeats a
// receipt within seconds, or after a rebind.
const KEPT = 40_000;

/** A date in the text of a receipt (SMPP 3.4, appendix B). */
const DATED = /\bdate:\d/i;

/** Whether receipts with this text are one receipt. */
export const isDated = (evidence: string): boolean => DATED.test(evidence);

interface SettledPart {
  readonly carrier: string;
  readonly carrier_ref: string;
  readonly receipt_evidence: string;
  readonly recipient: string;
}

/** A settled part, by the hash of its carrier and reference. */
export interface SettledRef {
  readonly key: Hash64;
  readonly settled: Settled;
}

/** A carrier and a reference, and what both tables find them by. */
interface Place {
  readonly carrier: string;
  readonly ref: string;
  /** For those that are not committed. */
  readonly text: string;
  readonly key: Hash64;
}

/** A receipt that settled a part. */
interface Known {
  /** The recipient of the part, whatever recipient the receipt names. */
  readonly recipient: string;
  /** The id and the recipient as the receipt gave them; undefined for a receipt from before a restart. */
  readonly named: { readonly id: string; readonly to: string | undefined } | undefined;
  readonly evidence: string;
}

/**
 * Remembers the last final receipts, so that a repeated receipt is not kept as unmatched. A receipt is a repetition
 * only if its text is the same: references come again (TP-MR after 256, TS 23.040 9.2.3.6; a carrier's counter after a
 * restart), and the receipt of the next message with the reference may come before the answer to that message.
 *
 * Receipts of a transaction that is rolled back are forgotten: they were not stored, and come again.
 */
export class RecentRefs {
  /** When `#young` is full, it becomes `#old`. */
  #young = new SettledTable(KEPT / 2);
  #old = new SettledTable(KEPT / 2);
  /** By carrier and reference. */
  #uncommitted = new Map<string, SettledRef>();
  /** What each addition put there, and what it took the place of, in their order. */
  #added: { readonly text: string; readonly before: SettledRef | undefined }[] = [];
  /** The last place that was asked for: a receipt is looked up and added under one. */
  #last: Place | undefined;
  readonly #hashes: Hashing;
  readonly #tell: (one: SettledRef) => void;

  /**
   * @param hashes those of all nodes, if there are several
   * @param tell tells the other nodes
   */
  constructor(hashes: Hashing = hashing(), tell: (one: SettledRef) => void = () => {}) {
    this.#hashes = hashes;
    this.#tell = tell;
  }

  /**
   * Reads from the disk the receipts that came before a restart: on the next bind, a carrier repeats receipts that
   * nobody had acknowledged.
   */
  recall(db: Db): void {
    const most = KEPT / 2;
    // Only messages that a carrier took are read: a million that wait in the queue would hold up the start.
    const lately = db.prepare<{ most: number }, SettledPart>(`
      SELECT carrier, carrier_ref, receipt_evidence, recipient FROM (
        SELECT p.message_id, p.carrier, p.carrier_ref, p.receipt_evidence, m.recipient
        FROM (SELECT * FROM parts ORDER BY message_id DESC LIMIT :most) p JOIN messages m ON m.id = p.message_id
        UNION ALL
        SELECT id, m.carrier, m.carrier_ref, m.receipt_evidence, m.recipient
        FROM (${newestIn(['delivered', 'undelivered'], ':most')} ORDER BY message_id DESC LIMIT :most)
          JOIN messages m ON m.id = message_id
        WHERE m.carrier_ref IS NOT NULL)
      WHERE receipt_evidence IS NOT NULL ORDER BY message_id`);
    for (const { carrier, carrier_ref, receipt_evidence, recipient } of lately.iterate({ most })) {
      const settled = this.#settledBy({ recipient, named: undefined, evidence: receipt_evidence });
      this.#remember(this.#placeOf(carrier, carrier_ref).key, settled);
    }
  }

  /** @param ref the id of the part in the carrier's response */
  add(carrier: string, ref: string, known: Known): void {
    const { text, key } = this.#placeOf(carrier, ref);
    const one = { key, settled: this.#settledBy(known) };
    this.#added.push({ text, before: this.#uncommitted.get(text) });
    this.#uncommitted.set(text, one);
    this.#tell(one);
  }

  /** Takes in a receipt that another node has had, and has committed. */
  heard({ key, settled }: SettledRef): void {
    this.#remember(key, settled);
  }

  /**
   * Whether exactly this receipt came lately. A receipt that names another phone may have the same text, if the
   * carrier gave the id again. Of one from before a restart nobody knows which phone it named: it may be the sender, if
   * the text has a date.
   */
  has(carrier: string, ref: string, to: string | undefined, evidence: string): boolean {
    const known = this.#known(carrier, ref);
    if (known === undefined || !isSameHash(known.evidence, this.#hashes.hash64(evidence))) return false;
    if (known.named !== undefined) return known.named.to === this.#hashes.hash32(to);
    return to === undefined || isDated(evidence) || known.recipient === this.#hashes.hash32(to);
  }

  /**
   * Whether a part with this reference, to this recipient, had its receipt lately, whatever its text.
   *
   * @param named the id in the given receipt. If it is another spelling of the reference, the earlier receipt must have
   * had the same spelling, since a carrier keeps to one spelling; otherwise the two receipts are for different parts
   */
  knows(carrier: string, ref: string, recipient: string, named: string): boolean {
    const known = this.#known(carrier, ref);
    if (known?.recipient !== this.#hashes.hash32(recipient)) return false;
    if (withoutZeros(ref) === withoutZeros(named) || known.named === undefined) return true;
    return known.named.id === this.#hashes.hash32(named);
  }

  /** Whether a part with this reference had its receipt lately: one to the recipient, if a recipient is given. */
  hadReceipt(carrier: string, ref: string, recipient: string | undefined): boolean {
    const known = this.#known(carrier, ref);
    return (
      known !== undefined && (recipient === undefined || known.recipient === this.#hashes.hash32(recipient))
    );
  }

  /** A mark at the beginning of a savepoint: `backTo` forgets what was added after it. */
  mark(): number {
    return this.#added.length;
  }

  backTo(mark: number): void {
    // All parts of a message may have one id, so one addition may have taken the place of another.
    for (const { text, before } of this.#added.splice(mark).reverse()) {
      if (before === undefined) this.#uncommitted.delete(text);
      else this.#uncommitted.set(text, before);
    }
  }

  committed(): void {
    for (const { key, settled } of this.#uncommitted.values()) this.#remember(key, settled);
    this.#uncommitted = new Map();
    this.#added = [];
  }

  #known(carrier: string, ref: string): Settled | undefined {
    const { text, key } = this.#placeOf(carrier, ref);
    const uncommitted = this.#uncommitted.get(text);
    if (uncommitted !== undefined) return uncommitted.settled;
    return this.#young.get(key) ?? this.#old.get(key);
  }

  #remember(key: Hash64, settled: Settled): void {
    this.#young.set(key, settled);
    if (!this.#young.isFull) return;
    const oldest = this.#old;
    oldest.clear();
    this.#old = this.#young;
    this.#young = oldest;
  }

  #settledBy({ recipient, named, evidence }: Known): Settled {
    const { hash32, hash64 } = this.#hashes;
    const hashOfRecipient = hash32(recipient);
    const ofTo = (to: string | undefined): number => (to === recipient ? hashOfRecipient : hash32(to));
    return {
      recipient: hashOfRecipient,
      named: named && { id: hash32(named.id), to: ofTo(named.to) },
      evidence: hash64(evidence),
    };
  }

  #placeOf(carrier: string, ref: string): Place {
    if (this.#last?.ref !== ref || this.#last.carrier !== carrier) {
      const bare = withoutZeros(ref);
      this.#last = { carrier, ref, text: `${carrier}\n${bare}`, key: this.#hashes.hash64(carrier, bare) };
    }
    return this.#last;
  }
}
