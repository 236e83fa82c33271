/** The longest line of a batch, in octets: more than the longest message needs. */
export const MAX_LINE_OCTETS = 64 * 1024;

const LF = 0x0a;
const CR = 0x0d;

export type Line =
  /** A line without its line end. `octets` is valid until the splitter is used again. */
  | { readonly kind: 'line'; readonly line: number; readonly octets: Buffer }
  | { readonly kind: 'tooLong'; readonly line: number };

/** Cuts a stream of octets into lines, numbered from 1. It holds at most `MAX_LINE_OCTETS`. */
export class LineSplitter {
  readonly #buffered = Buffer.allocUnsafe(MAX_LINE_OCTETS);
  #bufferedOctets = 0;
  #tooLong = false;
  #line = 0;

  *push(chunk: Buffer): Generator<Line> {
    let start = 0;
    for (;;) {
      const end = chunk.indexOf(LF, start);
      if (end === -1) break;
      yield this.#finish(chunk.subarray(start, end));
      start = end + 1;
    }
    this.#hold(chunk.subarray(start));
  }

  /** The last line, if the stream did not end with LF. */
  *end(): Generator<Line> {
    if (this.#bufferedOctets > 0 || this.#tooLong) yield this.#finish(Buffer.alloc(0));
  }

  #hold(octets: Buffer): void {
    this.#tooLong ||= this.#bufferedOctets + octets.length > MAX_LINE_OCTETS;
    if (this.#tooLong) return;
    octets.copy(this.#buffered, this.#bufferedOctets);
    this.#bufferedOctets += octets.length;
  }

  #finish(rest: Buffer): Line {
    this.#line += 1;
    let octets = rest;
    if (this.#bufferedOctets > 0 || this.#tooLong || rest.length > MAX_LINE_OCTETS) {
      this.#hold(rest);
      octets = this.#buffered.subarray(0, this.#bufferedOctets);
    }
    const tooLong = this.#tooLong;
    this.#bufferedOctets = 0;
    this.#tooLong = false;
    if (tooLong) return { kind: 'tooLong', line: this.#line };
    return { kind: 'line', line: this.#line, octets: octets.at(-1) === CR ? octets.subarray(0, -1) : octets };
  }
}
