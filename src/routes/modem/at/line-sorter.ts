/** A line of the modem, or a line together with its PDU. */
export type Frame =
  | { readonly kind: 'line'; readonly line: string }
  /** +CMT, +CDS or +CBM with the PDU that follows it on a line of its own (TS 27.005 3.4.1). */
  | { readonly kind: 'pdu'; readonly head: string; readonly pdu: string };

const HEAD = /^\+(?:CMT|CDS|CBM):/;
const HEX = /^[0-9A-Fa-f]{2,}$/;

/** Lines that may come between a head and its PDU before the PDU is given up. */
const PATIENCE = 3;

// Unsolicited lines without a prefix to recognise them. NO CARRIER and its like end a caller's call.
const WORDS =
  /^(RING|RDY|SMS READY|CALL READY|PB DONE|NO CARRIER|NO ANSWER|NO DIALTONE|BUSY|MISSED.CALL.*|NORMAL POWER DOWN|(UNDER|OVER)-VOLTAGE.*)$/i;

/** Manufacturers' own lines such as `^SYSSTART`: a prefix without a colon and value. */
const BARE = /^[\^*][A-Z]+$/;

/** `+CREG: 1`, `^RSSI:12`, `*PSUTTZ: …`: prefix and colon. */
const PREFIXED = /^([+^*#$%&][A-Z0-9]+):/i;

/** Joins the head of a message (+CMT, +CDS, +CBM) with the PDU on the line after it; pure. */
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
