const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const PROMPT = 0x3e;

/**
 * The largest number of octets of a line. The longest line has a PDU of 2 × (12 + 164) hex digits; a longer one is
 * noise.
 */
const MAX_LINE = 1024;

/** The line that stands for the prompt in the output. */
export const PROMPT_LINE = '>';

/**
 * Adds the missing newline after the prompt of AT+CMGS, which is `CR LF > SP` (TS 27.005 3.5.1) and would never end as
 * a line. The newline is added only while a prompt is expected, since `>` may be text. A line also ends at each CR (an
 * echo has no LF) and after `MAX_LINE` octets. NULs are dropped.
 */
export class PromptFramer {
  #expected = false;
  /** The number of octets in the current line, without CR and the space of a prompt. */
  #length = 0;
  #afterPrompt = false;

  /** Call before AT+CMGS is written. */
  expectPrompt(): void {
    this.#expected = true;
  }

  /** Call when no prompt will come any more. */
  forgetPrompt(): void {
    this.#expected = false;
  }

  feed(chunk: Uint8Array): Uint8Array {
    const out: number[] = [];
    for (const octet of chunk) this.#feedOctet(octet, out);
    return Uint8Array.from(out);
  }

  #feedOctet(octet: number, out: number[]): void {
    // The space after `>` belongs to the prompt; some modems leave it out.
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
