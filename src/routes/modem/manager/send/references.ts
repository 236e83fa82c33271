import type { OutgoingPart } from '../../../../domain/routes/route.ts';
import { carrierRef } from '../../send/submit-outcome.ts';

/** How many references with more than one of our parts are remembered; TP-MR has 256 values. */
const REMEMBERED = 256;

/**
 * The references (TP-MR) of the parts of a message. ModemManager tells only that of the last part that it sent
 * (`MessageReference`); the modem counts up by one for each part (TS 23.040 9.2.3.6). It also may make fewer parts
 * than we do, so the last of its parts can carry several of ours.
 */
export class References {
  /** By reference: how many of our parts beside the first one it carries. */
  readonly #extra = new Map<string, number>();

  /**
   * @param last the reference of the last part; undefined if it couldn't be read
   * @param sent the number of parts that ModemManager made
   */
  take(parts: readonly OutgoingPart[], sent: number, last: number | undefined): readonly string[] {
    if (last === undefined) return parts.map(namelessRef);
    const refs = parts.map((part, index) => {
      const nth = Math.min(index + 1, sent);
      const ref = carrierRef((last - (sent - nth)) & 0xff, part.to);
      const extra = index + 1 - nth;
      return extra === 0 ? ref : extraRef(ref, extra);
    });
    const [first] = parts;
    if (first !== undefined && parts.length > sent)
      this.#remember(carrierRef(last, first.to), parts.length - sent);
    return refs;
  }

  /** The references of our further parts that the part with this reference carries. */
  extraOf(ref: string): readonly string[] {
    return Array.from({ length: this.#extra.get(ref) ?? 0 }, (_, index) => extraRef(ref, index + 1));
  }

  #remember(ref: string, count: number): void {
    this.#extra.delete(ref);
    this.#extra.set(ref, count);
    const [oldest] = this.#extra.keys();
    if (this.#extra.size > REMEMBERED && oldest !== undefined) this.#extra.delete(oldest);
  }
}

const extraRef = (ref: string, nth: number): string => `${ref}+${nth}`;

/** A reference that no status report has. */
const namelessRef = ({ messageId, attempt, part }: OutgoingPart): string =>
  `none/${messageId}/${attempt}/${part}`;
