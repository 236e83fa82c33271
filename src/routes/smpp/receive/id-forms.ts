import { isDecimal } from '../../../domain/routes/carrier-ref.ts';
import type { ReceiptSpelling } from '../../../domain/routes/route.ts';

const HEX = /^[0-9a-f]+$/i;
/** So many ids in a row are looked at. Of 20 numbers in a row, at least 6 have a letter in hexadecimal. */
const LOOKED_AT = 20;
/** So many of them must have a letter, so that a few ids of another form, such as those of a test, prove nothing. */
const ENOUGH = 4;

/** The last ids of one kind: how many of them have hexadecimal letters. */
class LastIds {
  /** One bit for each id, the newest lowest: 1 if it has a letter. */
  #letters = 0;
  #seen = 0;
  #hadLetter = false;

  /** Whether any id had a letter. */
  get hadLetter(): boolean {
    return this.#hadLetter;
  }

  get seen(): number {
    return this.#seen;
  }

  /** An id that is no number in either base proves that ids aren't converted: the count begins again. */
  add(id: string): void {
    const hasLetter = !isDecimal(id);
    if (hasLetter && !HEX.test(id)) {
      this.#seen = 0;
      return;
    }
    this.#hadLetter ||= hasLetter;
    this.#letters = ((this.#letters << 1) | Number(hasLetter)) & (2 ** LOOKED_AT - 1);
    this.#seen++;
  }

  /** How many of the last ids have a letter; undefined while there are too few ids. */
  get withLetters(): number | undefined {
    if (this.#seen < LOOKED_AT) return undefined;
    let count = 0;
    for (let bits = this.#letters; bits > 0; bits >>>= 1) count += bits & 1;
    return count;
  }
}

/**
 * Tells from the ids alone whether a carrier converts them: if its responses have letters and its receipts never do,
 * the ones are hexadecimal and the others decimal; if neither ever do, both are decimal. No receipt needs to find its
 * message for that, so an id that is equal to another one by chance can't mislead it.
 */
export class IdForms {
  readonly #responses = new LastIds();
  readonly #receipts = new LastIds();

  responded(id: string): void {
    this.#responses.add(id);
  }

  received(id: string): void {
    this.#receipts.add(id);
  }

  /** The spelling that the last ids show; undefined while there are too few. Some would have letters in hexadecimal. */
  get shown(): ReceiptSpelling | undefined {
    const { withLetters: responses } = this.#responses;
    const { withLetters: receipts } = this.#receipts;
    if (responses === undefined || receipts === undefined) return undefined;
    if (receipts === 0 && responses >= ENOUGH) return 'dec';
    if (responses === 0 && receipts >= ENOUGH) return 'hex';
    const areAlike = receipts + responses === 0 || Math.min(receipts, responses) >= ENOUGH;
    return areAlike ? 'as-is' : undefined;
  }

  /** The likeliest spelling by the ids so far; undefined while they show none. */
  get likeliest(): ReceiptSpelling | undefined {
    const responses = this.#responses;
    const receipts = this.#receipts;
    if (responses.hadLetter && receipts.hadLetter) return 'as-is';
    if (responses.hadLetter && receipts.seen > 0) return 'dec';
    return receipts.hadLetter && responses.seen > 0 ? 'hex' : undefined;
  }
}
