import type { SmppRouteConfig } from '../../../config/routes/smpp-route.ts';
import {
  decToHex,
  hexToDec,
  isDecimal,
  SPELLINGS,
  spelled,
  withoutZeros,
} from '../../../domain/routes/carrier-ref.ts';
import type { ReceiptMatch, ReceiptSpelling } from '../../../domain/routes/route.ts';
import { IdForms } from './id-forms.ts';

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

/**
 * How this carrier's receipts spell the message ids that its submit_sm_resp gave. The spelling is set in the
 * configuration, or learnt from receipts that match. It describes the receipt: `hex` means hexadecimal in the receipt
 * and decimal in the response.
 */
export class Dialect {
  readonly #set: ReceiptSpelling | undefined;
  readonly #forms = new IdForms();
  #last: ReceiptSpelling | undefined;
  #inARow = 0;
  #keptInARow = 0;
  /** By the ids of receipts that matched no message so far: the phones that these receipts name. */
  readonly #early = new Map<string, string | undefined>();

  constructor(setting: SmppRouteConfig['receiptId']) {
    this.#set = setting === 'auto' ? undefined : setting;
  }

  /** The spelling that is set or learnt; undefined while it isn't known. */
  get spelling(): ReceiptSpelling | undefined {
    return this.#set ?? this.#forms.shown ?? (this.#inARow >= LEARNT_AFTER ? this.#last : undefined);
  }

  /** Whether `refs` gives one spelling that was learnt, which may be wrong. */
  get isLearnt(): boolean {
    return this.#set === undefined && this.spelling !== undefined;
  }

  /**
   * Takes note of the id in each response. An id that an earlier receipt to the same phone named unchanged shows that
   * the carrier doesn't convert ids. If that receipt names another phone, or nobody, the ids may be equal by chance:
   * with a counter, the decimal id of one message is the hexadecimal id of another.
   *
   * @param to the phone of the part that was answered
   */
  responded(id: string, to: string): void {
    this.#forms.responded(id);
    if (this.#early.size === 0) return;
    const bare = withoutZeros(id);
    const named = this.#early.get(bare);
    const isEarly = this.#early.delete(bare);
    if (isEarly && (named === to || (named === undefined && !isDecimal(bare)))) this.#fitted('as-is');
  }

  /**
   * The ids under which the store may know the message of a receipt that names `id`: the likeliest first, never empty.
   *
   * @param doubtful whether the receipt names no recipient while a submit still waits for its response. Then a number
   * is converted only if this carrier was seen to convert ids. Otherwise an early receipt for message 10, whose
   * response hasn't come, could be read as hexadecimal and settle message 16.
   */
  refs(id: string, doubtful = false): readonly [string, ...string[]] {
    this.#forms.received(id);
    const { spelling } = this;
    // The usual case needs no conversion.
    if (spelling === 'as-is' && isDecimal(id)) return [id];
    // Leading zeros don't matter: the store ignores them.
    const found = new Set(this.#toTry(id, doubtful).flatMap((one) => spelled(id, one)));
    const isNumber = doubtful && this.#likeliest === undefined && isDecimal(id);
    const [first, ...others] = isNumber ? [...found].filter((ref) => ref === id || !isDecimal(ref)) : found;
    return [first ?? id, ...others];
  }

  /**
   * Learns from whether the store found the message for a receipt that named `id`.
   *
   * @param to the phone that the receipt names, if it names one
   */
  fared(id: string, match: ReceiptMatch, to: string | undefined): void {
    if (this.#set !== undefined) return;
    // If the receipt names another phone than the message, their ids may be equal by chance.
    if (match.kind === 'matched' && match.namesAnother !== true) this.#matched(id, match.ref, to);
    // An ambiguous one says nothing of the spelling.
    else if (match.kind === 'kept' && match.reason === 'unknown') this.#unknown(id, to);
  }

  #matched(id: string, ref: string, to: string | undefined): void {
    // The numbers up to 9 are the same in both bases, so they show no spelling.
    if (isDecimal(id) && decToHex(id) === withoutZeros(id)) return;
    const spelling = this.#spellingOf(id, ref);
    // Without a phone, ids may be equal by chance: then the letters of the ids count for more.
    if (to !== undefined || spelling === (this.#forms.likeliest ?? spelling)) this.#fitted(spelling);
  }

  #unknown(id: string, to: string | undefined): void {
    // The receipt may only have come before its response. If many in a row match nothing, the spelling has changed,
    // and all spellings are tried again.
    this.#inARow = 0;
    if (++this.#keptInARow >= LEARNT_AFTER) this.#last = undefined;
    if (id !== '' && this.#early.size < MAX_EARLY) this.#early.set(withoutZeros(id), to);
  }

  #fitted(spelling: ReceiptSpelling): void {
    this.#inARow = spelling === this.#last ? this.#inARow + 1 : 1;
    this.#last = spelling;
    this.#keptInARow = 0;
  }

  /**
   * The spelling that the letters of the ids show, or else the last match: a match may be by chance, if the receipt
   * names nobody.
   */
  get #likeliest(): ReceiptSpelling | undefined {
    return this.#forms.likeliest ?? this.#last;
  }

  /** All spellings, the likeliest first. If two messages fit by different ones, the store takes the first. */
  #toTry(id: string, doubtful: boolean): readonly ReceiptSpelling[] {
    const { spelling } = this;
    if (spelling !== undefined) return [spelling];
    const likeliest = this.#likeliest;
    if (doubtful && likeliest !== undefined && isDecimal(id)) return [likeliest];
    return likeliest === undefined ? SPELLINGS : [likeliest, ...SPELLINGS];
  }

  #spellingOf(id: string, ref: string): ReceiptSpelling {
    const bare = withoutZeros(ref);
    if (withoutZeros(id).toLowerCase() === bare.toLowerCase()) return 'as-is';
    return hexToDec(id) === bare ? 'hex' : 'dec';
  }
}
