import { parse } from 'csv-parse/sync';
import { delimiterOf, SEP } from '../../kernel/encoding/csv-delimiter.ts';
import { StreamDecoder } from '../../kernel/encoding/encodings.ts';
import { MAX_RECORD, type Piece, RecordSplitter } from './record-splitter.ts';

/** A row of a file: its cells, or what is wrong with it in place of the cells. */
export type CsvRow = { readonly cells: readonly string[] } | { readonly fault: string };

/** How many characters of a file are waited for, to see its first row whole. */
const FIRST_ROW = 64 * 1024;

/**
 * Reads the rows of a CSV file, the header included. Octets that the encoding doesn't have become U+FFFD. A row that
 * can't be read is a fault, and the rows after it are read.
 *
 * @param encoding as `encodingNamed` returns it
 */
export async function* csvRows(
  file: AsyncIterable<Uint8Array>,
  encoding: string,
  delimiter: string | undefined,
): AsyncGenerator<CsvRow, void, undefined> {
  const decoder = new StreamDecoder(encoding);
  let reader: Reader | undefined;
  let start = '';
  const read = (text: string, isLast: boolean): readonly CsvRow[] => {
    if (reader === undefined) {
      start += text;
      if (!isLast && start.length < FIRST_ROW) return [];
      const sep = SEP.exec(start);
      const rest = sep === null ? start : start.slice(sep[0].length);
      reader = new Reader(delimiter ?? sep?.[1] ?? delimiterOf(rest.slice(0, FIRST_ROW)));
      return reader.read(rest, isLast);
    }
    return reader.read(text, isLast);
  };
  for await (const chunk of file) yield* read(decoder.push(chunk), false);
  yield* read(decoder.end(), true);
}

/** Cuts a text into records, and each record into its cells. */
class Reader {
  readonly #delimiter: string;
  readonly #splitter: RecordSplitter;
  #rows = 0;

  constructor(delimiter: string) {
    this.#delimiter = delimiter;
    this.#splitter = new RecordSplitter(delimiter);
  }

  read(text: string, isLast: boolean): readonly CsvRow[] {
    const pieces = [...this.#splitter.push(text), ...(isLast ? this.#splitter.end() : [])];
    const records = pieces.flatMap((piece) => (piece.kind === 'record' ? [piece.text] : []));
    const cells = this.#cellsOf(records);
    let next = 0;
    return pieces.map((piece) => {
      this.#rows += 1;
      if (piece.kind === 'fault') return { fault: whyOf(piece, this.#rows) };
      const row = cells[next++];
      return row === undefined ? { fault: 'cannot be read' } : { cells: row };
    });
  }

  /** The cells of each record; undefined for one that the parser doesn't take for exactly one record. */
  #cellsOf(records: readonly string[]): readonly (readonly string[] | undefined)[] {
    const together = this.#parse(records);
    if (together?.length === records.length) return together;
    return records.map((record) => {
      const alone = this.#parse([record]);
      return alone?.length === 1 ? alone[0] : undefined;
    });
  }

  #parse(records: readonly string[]): readonly (readonly string[])[] | undefined {
    if (records.length === 0) return [];
    const { stackTraceLimit } = Error;
    // csv-parse makes an error for each row with more or fewer cells than the first, also where that is allowed. The
    // traces of their stacks took most of the time.
    Error.stackTraceLimit = 0;
    try {
      return parse(`${records.join('\n')}\n`, {
        delimiter: this.#delimiter,
        relax_column_count: true,
        // A quote inside an unquoted cell, as in `5" pipe`, is part of its text.
        relax_quotes: true,
        record_delimiter: '\n',
      });
    } catch {
      return undefined;
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
  }
}

const whyOf = (piece: Exclude<Piece, { kind: 'record' }>, row: number): string => {
  if (piece.fault === 'long') return `is longer than ${MAX_RECORD} characters`;
  const why = 'has a quote that opens and is not closed';
  if (piece.lines === 0) return why;
  const rows = piece.lines === 1 ? `row ${row + 1} is` : `rows ${row + 1} to ${row + piece.lines} are`;
  return `${why}: ${rows} in that cell, and read as rows of their own`;
};
