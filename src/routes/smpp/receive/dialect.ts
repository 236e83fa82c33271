import type { SmppRouteConfig } from '../../../config/smpp-route.ts';
import { withoutZeros } from '../../../domain/routes/carrier-ref.ts';
import type { ReceiptMatch, ReceiptSpelling } from '../../../domain/routes/route.ts';

const HEX = /^[0-9a-f]+$/i;
const DEC = /^[0-9]+$/;
/** 64 bits at most, as 20 decimal or 16 hexadecimal digits: what is longer is no number. */
const MAX_DEC_DIGITS = 20;
const MAX_HEX_DIGITS = 16;

/** So often in a row, and the carrier's spelling counts as known; or as changed, if nothing fits any more. */
const LEARNT_AFTER = 20;

/** Receipts whose answers may still come: more than any window. */
const MAX_EARLY = 10_000;

const ALL: readonly ReceiptSpelling[] = ['as-is', 'hex', 'dec'];

/** 10 as a hexadecimal number is 16. */
const hexToDec = (id: string): string | undefined =>
  HEX.test(id) && withoutZeros(id).length <= MAX_HEX_DIGITS ? BigInt(`0x${id}`).toString() : undefined;

const decToHex = (id: string): string | undefined =>
  DEC.test(id) && withoutZeros(id).length <= MAX_DEC_DIGITS ? BigInt(id).toString(16) : undefined;

/**
 * How this carrier's receipts spell the ids that its submit_sm_resp gave: set, or learnt from what matches. The
 * spelling is the receipt's: `hex` means hexadecimal there and decimal in the response.
 */
export class Dialect {
  readonly #set: ReceiptSpelling | undefined;
  #last: ReceiptSpelling | undefined;
  #inARow = 0;
  #keptInARow = 0;
  /** Ids of receipts that fitted nothing. */
  readonly #early = new Set<string>();

  constructor(setting: SmppRouteConfig['receiptId']) {
    this.#set = setting === 'auto' ? undefined : setting;
  }

  /** The spelling in use, undefined while it isn't known. */
  get spelling(): ReceiptSpelling | undefined {
    return this.#set ?? (this.#inARow >= LEARNT_AFTER ? this.#last : undefined);
  }

  /** Sees each id that a response gives: one that a receipt has named before, as it is, teaches too. */
  responded(id: string): void {
    if (this.#early.size > 0 && this.#early.delete(withoutZeros(id))) this.#fitted('as-is');
  }

  /**
   * What our records may call the message of a receipt that names `id`: likeliest first, never empty.
   *
   * @param doubtful whether the receipt names no recipient, and its own response may still be to come: then a number is
   * not taken for another number without a sign that this carrier spells so. Of a counter that began at 1, 16 may be
   * under way while 10, which is 16 as a hexadecimal number, waits for its receipt.
   */
  refs(id: string, doubtful = false): readonly [string, ...string[]] {
    const { spelling } = this;
    // The usual case, with nothing to compute: a number.
    if (spelling === 'as-is' && DEC.test(id)) return [id];
    const found = new Set<string>();
    for (const one of spelling === undefined ? ALL : [spelling]) this.#spell(id, one, found);
    const isNumber = doubtful && spelling === undefined && DEC.test(id);
    const [first, ...others] = isNumber ? [...found].filter((ref) => this.#isBelieved(id, ref)) : found;
    return [first ?? id, ...others];
  }

  /** Learns from how a receipt that named `id` fared. */
  fared(id: string, match: ReceiptMatch): void {
    if (this.#set !== undefined) return;
    if (match.kind === 'matched') this.#fitted(this.#spellingOf(id, match.ref));
    else if (match.kind === 'kept') this.#unknown(id);
  }

  #unknown(id: string): void {
    // It may only have overtaken its response; if not, the spelling has changed, and all are tried again.
    this.#inARow = 0;
    if (++this.#keptInARow >= LEARNT_AFTER) this.#last = undefined;
    if (id !== '' && this.#early.size < MAX_EARLY) this.#early.add(withoutZeros(id));
  }

  #fitted(spelling: ReceiptSpelling): void {
    this.#inARow = spelling === this.#last ? this.#inARow + 1 : 1;
    this.#last = spelling;
    this.#keptInARow = 0;
  }

  #isBelieved(id: string, ref: string): boolean {
    if (ref === id || this.#last === 'hex' || this.#last === 'dec') return true;
    return this.#last === undefined && !DEC.test(ref);
  }

  #spellingOf(id: string, ref: string): ReceiptSpelling {
    const bare = withoutZeros(ref);
    if (withoutZeros(id).toLowerCase() === bare.toLowerCase()) return 'as-is';
    return hexToDec(id) === bare ? 'hex' : 'dec';
  }

  /** Adds the response's id, if the receipt's is spelt so; zeros in front say nothing to the store. */
  #spell(id: string, spelling: ReceiptSpelling, found: Set<string>): void {
    if (spelling === 'as-is') this.#add(id, found);
    else if (spelling === 'hex') this.#add(hexToDec(id), found);
    else this.#add(decToHex(id), found);
  }

  #add(id: string | undefined, found: Set<string>): void {
    if (id === undefined) return;
    found.add(id);
    if (DEC.test(id) || !HEX.test(id)) return;
    found.add(id.toLowerCase());
    found.add(id.toUpperCase());
  }
}
