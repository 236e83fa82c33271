const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const PROMPT = 0x3e;

/** Longer than the longest PDU line: 2 × (12 + 164) hex digits. More without a newline is noise on the line. */
const MAX_LINE = 1024;

/** The line as which the prompt leaves the framer. */
export const PROMPT_LINE = '>';

/**
 * Stands between the serial line and the line parser. The prompt of AT+CMGS is `CR LF > SP` without a newline after
 * it (TS 27.005 3.5.1), so that a parser of lines would never deliver it; here it gets its newline, but only while
 * it is expected: else a `>` is text like any other. Also ends lines at each CR (an echo has no LF), drops NULs, and
 * ends a line that grows without bounds.
 */
export class PromptFramer {
  #expected = false;
  /** Octets of the current line so far, CR and the rest of a prompt not counted. */
  #length = 0;
  #afterPrompt = false;

  /** Call before AT+CMGS is written. */
  expectPrompt(): void {
    this.#expected = true;
  }

  /** Call once there is no prompt to come. */
  forgetPrompt(): void {
    this.#expected = false;
  }

  feed(chunk: Uint8Array): Uint8Array {
    const out: number[] = [];
    for (const octet of chunk) this.#feedOctet(octet, out);
    return Uint8Array.from(out);
  }

  #feedOctet(octet: number, out: number[]): void {
    // The space belongs to the prompt; some modems leave it out.
    const swallowed = this.#afterPrompt && octet === SPACE;
    this.#afterPrompt = false;
    if (swallowed || octet === 0) return;
    if (octet === LF || octet === CR) {
      this.#endLine(out);
      return;
    }
    out.push(octet);
    this.#length++;
    if (octet === PROMPT && this.#expected && this.#length === 1) {
      this.#expected = false;
      this.#afterPrompt = true;
      this.#endLine(out);
    } else if (this.#length >= MAX_LINE) {
      this.#endLine(out);
    }
  }

  #endLine(out: number[]): void {
    out.push(LF);
    this.#length = 0;
  }
}
