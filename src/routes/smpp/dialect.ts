import type { SmppRouteConfig } from '../../config/smpp-route.ts';
import type { ReceiptMatch, ReceiptSpelling } from '../../domain/route.ts';

const HEX = /^[0-9a-f]+$/i;
const PLAIN_DEC = /^[1-9][0-9]*$/;
const DEC = /^[0-9]+$/;
/** 64 bits at most, as 20 decimal or 16 hexadecimal digits: what is longer is no number. */
const MAX_DEC_DIGITS = 20;
const MAX_HEX_DIGITS = 16;

/** So often in a row, and the carrier's spelling counts as known. */
const LEARNT_AFTER = 20;

const withoutZeros = (id: string): string => id.replace(/^0+(?=.)/, '');

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
  /** Octets of response ids that are filled up with zeros. */
  #paddedTo: number | undefined;

  constructor(setting: SmppRouteConfig['receiptId']) {
    this.#set = setting === 'auto' ? undefined : setting;
  }

  /** The spelling in use, undefined while it isn't known. */
  get spelling(): ReceiptSpelling | undefined {
    return this.#set ?? (this.#inARow >= LEARNT_AFTER ? this.#last : undefined);
  }

  /** Sees each id that a response gives, for its shape. */
  responded(id: string): void {
    if (id.length > 1 && id.charCodeAt(0) === 0x30) this.#paddedTo = id.length;
  }

  /** What our records may call the message of a receipt that names `id`: likeliest first, never empty. */
  refs(id: string): readonly [string, ...string[]] {
    const { spelling } = this;
    // The usual case, with nothing to compute: numbers without letters or zeros in front.
    if (spelling === 'as-is' && this.#paddedTo === undefined && PLAIN_DEC.test(id)) return [id];
    const found = new Set<string>();
    const order: readonly ReceiptSpelling[] = spelling === undefined ? ['as-is', 'hex', 'dec'] : [spelling];
    for (const one of order) this.#spell(id, one, found);
    const [first, ...others] = found;
    return [first ?? id, ...others];
  }

  /** Learns from how a receipt that named `id` fared. */
  fared(id: string, match: ReceiptMatch): void {
    if (this.#set !== undefined || match.kind === 'repeated' || match.kind === 'matchedByRecipient') return;
    if (match.kind === 'kept') {
      // It may only have overtaken its response; if not, the spelling has changed, and all are tried again.
      this.#inARow = 0;
      return;
    }
    const spelling = this.#spellingOf(id, match.ref);
    this.#inARow = spelling === this.#last ? this.#inARow + 1 : 1;
    this.#last = spelling;
  }

  #spellingOf(id: string, ref: string): ReceiptSpelling {
    if (id === ref) return 'as-is';
    const found = new Set<string>();
    this.#spell(id, 'as-is', found);
    if (found.has(ref)) return 'as-is';
    this.#spell(id, 'hex', found);
    return found.has(ref) ? 'hex' : 'dec';
  }

  /** Adds the response's id, if the receipt's is spelt so. */
  #spell(id: string, spelling: ReceiptSpelling, found: Set<string>): void {
    if (spelling === 'as-is') {
      found.add(id);
      this.#add(withoutZeros(id), found);
    } else if (spelling === 'hex') {
      this.#add(hexToDec(id), found);
    } else {
      this.#add(decToHex(id), found);
    }
  }

  #add(id: string | undefined, found: Set<string>): void {
    if (id === undefined) return;
    const padded = this.#paddedTo === undefined ? id : id.padStart(this.#paddedTo, '0');
    for (const ref of padded === id ? [id] : [padded, id]) {
      found.add(ref);
      if (DEC.test(ref) || !HEX.test(ref)) continue;
      found.add(ref.toLowerCase());
      found.add(ref.toUpperCase());
    }
  }
}
