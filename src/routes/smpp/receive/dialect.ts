import type { SmppRouteConfig } from '../../../config/smpp-route.ts';
import { withoutZeros } from '../../../domain/routes/carrier-ref.ts';
import type { ReceiptMatch, ReceiptSpelling } from '../../../domain/routes/route.ts';

const HEX = /^[0-9a-f]+$/i;
const DEC = /^[0-9]+$/;
/**
 * Ids up to 64 bits are converted between bases: 20 decimal or 16 hexadecimal digits. A longer id is compared only
 * without conversion.
 */
const MAX_DEC_DIGITS = 20;
const MAX_HEX_DIGITS = 16;

/**
 * After this many matching receipts in a row the spelling counts as known. After this many unmatched receipts in a row
 * it counts as changed.
 */
const LEARNT_AFTER = 20;

/**
 * The largest number of ids of unmatched receipts that are remembered, since their submit_sm_resp may still come. It is
 * as large as the largest window.
 */
const MAX_EARLY = 10_000;

const ALL: readonly ReceiptSpelling[] = ['as-is', 'hex', 'dec'];

/** Reads the id as a hexadecimal number and writes it in decimal: '10' gives '16'. */
const hexToDec = (id: string): string | undefined =>
  HEX.test(id) && withoutZeros(id).length <= MAX_HEX_DIGITS ? BigInt(`0x${id}`).toString() : undefined;

const decToHex = (id: string): string | undefined =>
  DEC.test(id) && withoutZeros(id).length <= MAX_DEC_DIGITS ? BigInt(id).toString(16) : undefined;

/**
 * How this carrier's receipts spell the message ids that its submit_sm_resp gave. The spelling is set in the
 * configuration, or learnt from receipts that match. It describes the receipt: `hex` means hexadecimal in the receipt
 * and decimal in the response.
 */
export class Dialect {
  readonly #set: ReceiptSpelling | undefined;
  #last: ReceiptSpelling | undefined;
  #inARow = 0;
  #keptInARow = 0;
  /** Ids of receipts that matched no message so far. */
  readonly #early = new Set<string>();

  constructor(setting: SmppRouteConfig['receiptId']) {
    this.#set = setting === 'auto' ? undefined : setting;
  }

  /** The spelling that is set or learnt; undefined while it isn't known. */
  get spelling(): ReceiptSpelling | undefined {
    return this.#set ?? (this.#inARow >= LEARNT_AFTER ? this.#last : undefined);
  }

  /**
   * Takes note of the id in a submit_sm_resp. If an earlier receipt named the id unchanged, the carrier doesn't convert
   * ids.
   */
  responded(id: string): void {
    if (this.#early.size > 0 && this.#early.delete(withoutZeros(id))) this.#fitted('as-is');
  }

  /**
   * The ids under which the store may know the message of a receipt that names `id`: the likeliest first, never empty.
   *
   * @param doubtful whether the receipt names no recipient while a submit still waits for its response. Then a number
   * is converted only if this carrier was seen to convert ids. Otherwise an early receipt for message 10, whose
   * response hasn't come, could be read as hexadecimal and settle message 16.
   */
  refs(id: string, doubtful = false): readonly [string, ...string[]] {
    const { spelling } = this;
    // The usual case needs no conversion.
    if (spelling === 'as-is' && DEC.test(id)) return [id];
    const found = new Set<string>();
    for (const one of spelling === undefined ? ALL : [spelling]) this.#spell(id, one, found);
    const isNumber = doubtful && spelling === undefined && DEC.test(id);
    const [first, ...others] = isNumber ? [...found].filter((ref) => this.#isBelieved(id, ref)) : found;
    return [first ?? id, ...others];
  }

  /** Learns from whether the store found the message for a receipt that named `id`. */
  fared(id: string, match: ReceiptMatch): void {
    if (this.#set !== undefined) return;
    if (match.kind === 'matched') this.#fitted(this.#spellingOf(id, match.ref));
    else if (match.kind === 'kept') this.#unknown(id);
  }

  #unknown(id: string): void {
    // The receipt may just have come before its response. If many receipts in a row match nothing, the spelling has
    // changed, and all spellings are tried again.
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

  /**
   * Adds the id that the response had if receipts of this carrier have this spelling. Leading zeros don't matter: the
   * store ignores them.
   */
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
