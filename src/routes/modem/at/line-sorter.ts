/** A line of text from the modem, or such a line together with its PDU. */
export type Frame =
  | { readonly kind: 'line'; readonly line: string }
  /** +CMT, +CDS or +CBM with the PDU that follows it on a line of its own (TS 27.005 3.4.1). */
  | { readonly kind: 'pdu'; readonly head: string; readonly pdu: string }
  /** +CMT in text layout with its text, or +CDS in text layout, which has none (`TextGatherer`). */
  | { readonly kind: 'text'; readonly head: string; readonly text: string };

const HEAD = /^\+(?:CMT|CDS|CBM):/;
const HEX = /^[0-9A-Fa-f]{2,}$/;

/** The number of other lines after a head (+CMT, +CDS, +CBM) after which its PDU is no longer expected. */
const PATIENCE = 3;

// Unsolicited lines that have no prefix by which they can be recognised. NO CARRIER and similar lines tell that a
// caller has hung up.
const WORDS =
  /^(RING|RDY|APP RDY|READY|SMS (?:READY|DONE)|CALL READY|PB DONE|NO CARRIER|NO ANSWER|NO DIALTONE|BUSY|MISSED.CALL.*|NORMAL POWER DOWN|(UNDER|OVER)-VOLTAGE.*)$/i;

/** Matches manufacturers' own lines such as `^SYSSTART`, which have no colon and value after the prefix. */
const BARE = /^[\^*][A-Z]+$/;

/** Matches the prefix and colon of lines such as `+CREG: 1`, `^RSSI:12` and `*PSUTTZ: …`. */
const PREFIXED = /^([+^*#$%&][A-Z0-9]+):/i;

/** Joins the head of a message (+CMT, +CDS, +CBM) with the PDU on the line after it. */
export class LineSorter {
  #head: string | undefined;
  #patience = 0;

  /** The frame that this line completes; undefined while a PDU is still to come. */
  sort(line: string): Frame | undefined {
    if (HEAD.test(line)) {
      this.#head = line;
      this.#patience = PATIENCE;
      return undefined;
    }
    if (this.#head !== undefined && HEX.test(line)) {
      const head = this.#head;
      this.#head = undefined;
      return { kind: 'pdu', head, pdu: line };
    }
    if (--this.#patience <= 0) this.#head = undefined;
    return { kind: 'line', line };
  }
}

/**
 * Whether a line that isn't a final result belongs to the answer of the command in flight; otherwise it is
 * unsolicited.
 *
 * @param prefix the prefix of the lines in the command's answer, such as `+CSQ`
 */
export const answers = (line: string, prefix: string | undefined): boolean => {
  const own = PREFIXED.exec(line)?.[1];
  if (own !== undefined) return own === prefix;
  return !WORDS.test(line) && !BARE.test(line);
};
