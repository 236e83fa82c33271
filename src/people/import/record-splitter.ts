/** The largest number of characters of a record. */
export const MAX_RECORD = 64 * 1024;
/** The largest number of lines of a record: a quote that is open for longer was never closed. */
const MAX_LINES = 100;
/**
 * From so many delimiters on, a whole line inside a cell that has as many delimiters as the header is taken for a row
 * that a quote has swallowed. With fewer, a comma in a remark would look like one.
 */
const TELLING_DELIMITERS = 2;

export type Piece =
  /** A record, without its line end. */
  | { readonly kind: 'record'; readonly text: string }
  /** A line that is no record; the next line begins a new one. */
  | { readonly kind: 'fault'; readonly fault: 'long' }
  /** The same; `lines` more lines would belong to it if its quote were taken at its word. */
  | { readonly kind: 'fault'; readonly fault: 'unclosed'; readonly lines: number };

type Scanned =
  | { readonly kind: 'record'; readonly end: number; readonly next: number }
  | { readonly kind: 'more' }
  | { readonly kind: 'long' }
  | { readonly kind: 'unclosed'; readonly lines: number };

const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;

/**
 * Cuts CSV (RFC 4180 and its usual variants) into records, and goes on at the next line after a quote that isn't
 * closed. Such a quote seems to be closed by the next one, which opens a cell in a later row; a parser that believes it
 * drops all rows between them without a word. So a quote counts as unclosed if the one that follows it on a later line
 * is not at the end of a cell, if none follows within `MAX_LINES` and `MAX_RECORD`, or if whole rows lie between them.
 *
 * The text is bounded: what is not cut yet has at most `MAX_RECORD` characters and the last piece. A line is scanned at
 * most `MAX_LINES` times.
 */
export class RecordSplitter {
  readonly #delimiter: number;
  #rest = '';
  /** Whether the rest of a line that is too long is being dropped. */
  #dropping = false;
  /** Delimiters of the first record. */
  #headerDelimiters: number | undefined;

  constructor(delimiter: string) {
    this.#delimiter = delimiter.charCodeAt(0);
  }

  push(text: string): readonly Piece[] {
    return this.#cut(this.#rest + text, false);
  }

  end(): readonly Piece[] {
    return this.#cut(this.#rest, true);
  }

  #cut(text: string, isLast: boolean): readonly Piece[] {
    const pieces: Piece[] = [];
    let at = 0;
    while (at < text.length) {
      if (this.#dropping) {
        const next = afterLine(text, at, isLast);
        if (next === undefined) {
          // A CR at the very end may be the first half of a line end.
          at = text.endsWith('\r') && !isLast ? text.length - 1 : text.length;
          break;
        }
        at = next;
        this.#dropping = false;
        continue;
      }
      const scanned = this.#scan(text, at, isLast);
      if (scanned.kind === 'more') break;
      if (scanned.kind === 'record') {
        pieces.push({ kind: 'record', text: text.slice(at, scanned.end) });
        at = scanned.next;
        continue;
      }
      const next = afterLine(text, at, isLast);
      if (scanned.kind === 'unclosed' && (next !== undefined || isLast)) {
        pieces.push({ kind: 'fault', fault: 'unclosed', lines: scanned.lines });
        at = next ?? text.length;
        continue;
      }
      pieces.push({ kind: 'fault', fault: 'long' });
      this.#dropping = true;
    }
    this.#rest = text.slice(at);
    return pieces;
  }

  #scan(text: string, from: number, isLast: boolean): Scanned {
    let quoted = false;
    let atCellStart = true;
    let delimiters = 0;
    /** Line ends of the record, line ends since the quote opened, delimiters of this line inside the quote. */
    let lines = 0;
    let linesInCell = 0;
    let inner = 0;
    let swallows = false;
    const last = Math.min(text.length, from + MAX_RECORD + 1);
    for (let at = from; at < last; at++) {
      const code = text.charCodeAt(at);
      const isLineEnd = code === LF || code === CR;
      if (isLineEnd && code === CR && at + 1 === text.length && !isLast) return { kind: 'more' };
      const width = code === CR && text.charCodeAt(at + 1) === LF ? 2 : 1;
      if (!quoted) {
        if (isLineEnd) {
          this.#headerDelimiters ??= delimiters;
          return { kind: 'record', end: at, next: at + width };
        }
        if (code === QUOTE && atCellStart) {
          quoted = true;
          linesInCell = 0;
          inner = 0;
          swallows = false;
        }
        atCellStart = code === this.#delimiter;
        if (atCellStart) delimiters++;
      } else if (code === QUOTE) {
        if (at + 1 === text.length && !isLast) return { kind: 'more' };
        const next = text.charCodeAt(at + 1);
        if (next === QUOTE) at++;
        else {
          const closes = at + 1 >= text.length || next === this.#delimiter || next === LF || next === CR;
          if (linesInCell > 0 && (!closes || swallows)) return { kind: 'unclosed', lines };
          // On the line on which it opened, a quote inside a cell is part of its text, as in `"A" road`.
          quoted = false;
          atCellStart = false;
        }
      } else if (isLineEnd) {
        swallows ||= linesInCell > 0 && inner >= TELLING_DELIMITERS && inner === this.#headerDelimiters;
        at += width - 1;
        lines++;
        linesInCell++;
        inner = 0;
        if (lines >= MAX_LINES) return { kind: 'unclosed', lines };
      } else if (code === this.#delimiter) inner++;
    }
    if (text.length - from > MAX_RECORD) return quoted ? { kind: 'unclosed', lines } : { kind: 'long' };
    if (!isLast) return { kind: 'more' };
    // The line end at the end of the file begins no line.
    if (/[\n\r]$/.test(text.slice(-1))) lines--;
    return quoted ? { kind: 'unclosed', lines } : { kind: 'record', end: text.length, next: text.length };
  }
}

/** Where the line after this one begins; undefined if its end isn't in the text. */
const afterLine = (text: string, from: number, isLast: boolean): number | undefined => {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === LF) return at + 1;
    if (code !== CR) continue;
    if (at + 1 === text.length && !isLast) return undefined;
    return text.charCodeAt(at + 1) === LF ? at + 2 : at + 1;
  }
  return undefined;
};
