/** What a line is to whoever reads the modem's talk. */
export type Frame =
  | { readonly kind: 'line'; readonly line: string }
  /** +CMT, +CDS or +CBM with the PDU that follows it on a line of its own (TS 27.005 3.4.1). */
  | { readonly kind: 'pdu'; readonly head: string; readonly pdu: string };

const HEAD = /^\+(?:CMT|CDS|CBM):/;
const HEX = /^[0-9A-Fa-f]{2,}$/;

/** Lines that may come between a head and its PDU before the PDU is given up. */
const PATIENCE = 3;

// Said by the modem on its own account, without a prefix that would tell. NO CARRIER and its like end calls that
// others made.
const WORDS =
  /^(RING|RDY|SMS READY|CALL READY|PB DONE|NO CARRIER|NO ANSWER|NO DIALTONE|BUSY|MISSED.CALL.*|NORMAL POWER DOWN|(UNDER|OVER)-VOLTAGE.*)$/i;

/** `^SYSSTART`: of a maker's own, and with no answer after a colon. */
const BARE = /^[\^*][A-Z]+$/;

/** `+CREG: 1`, `^RSSI:12`, `*PSUTTZ: …`: prefix and colon. */
const PREFIXED = /^([+^*#$%&][A-Z0-9]+):/i;

/** Joins a head with the PDU on the line after it; pure. */
export class LineSorter {
  #head: string | undefined;
  #patience = 0;

  /** The frame that `line` completes, or undefined if more belongs to it. */
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
 * Whether a line that isn't a final result answers the command in flight; the rest is unsolicited.
 *
 * @param prefix what the command's own lines begin with, such as `+CSQ`
 */
export const answers = (line: string, prefix: string | undefined): boolean => {
  const own = PREFIXED.exec(line)?.[1];
  if (own !== undefined) return own === prefix;
  return !WORDS.test(line) && !BARE.test(line);
};
