import { finished } from 'node:stream/promises';
import { CsvError, type Parser, parse } from 'csv-parse';

/** The largest number of characters of a row: a longer one has a quote that was never closed, or the file is no CSV. */
const MAX_RECORD = 64 * 1024;
/**
 * The largest number of octets of a row. The parser's own limit counts only the contents of cells, so a row of only
 * commas could be as long as the file and take some fifty times that in memory. This limit is wider than `MAX_RECORD`,
 * since cells may be quoted.
 */
const MAX_RECORD_OCTETS = 4 * MAX_RECORD;

/** Thrown if the file can't be read any further. The message says at which row, and why. */
export class UnreadableCsv extends Error {}

const candidates = [';', ',', '\t'] as const;

/** The delimiter that occurs most often outside quotes in the first row: semicolon, comma or tab. */
export const delimiterOf = (start: string): string => {
  const counts = new Map<string, number>(candidates.map((candidate) => [candidate, 0]));
  let quoted = false;
  for (const character of start) {
    if (character === '"') quoted = !quoted;
    else if (!quoted && (character === '\n' || character === '\r')) break;
    else if (!quoted) {
      const count = counts.get(character);
      if (count !== undefined) counts.set(character, count + 1);
    }
  }
  let best = ',';
  for (const [candidate, count] of counts) if (count > (counts.get(best) ?? 0)) best = candidate;
  return best;
};

/**
 * Reads the records of a CSV file (RFC 4180 and its usual variants), the header included. Octets that aren't UTF-8
 * become U+FFFD.
 *
 * @throws UnreadableCsv at the place from which the file can't be read
 */
export async function* csvRows(
  file: AsyncIterable<Uint8Array>,
  delimiter: string | undefined,
): AsyncGenerator<readonly string[], void, undefined> {
  let records = 0;
  /** The row that hasn't ended yet has at least this many octets. */
  let octetsOfRow = 0;
  // Rows are collected here, since the parser drops its own queue when a later row can't be read.
  let ready: (readonly string[])[] = [];
  let parser: Parser | undefined;
  const feed = async (octets: Buffer | undefined): Promise<UnreadableCsv | undefined> => {
    parser ??= open(octets ?? Buffer.alloc(0), delimiter, (record) => ready.push(record));
    try {
      await (octets === undefined ? end(parser) : write(parser, octets));
      return undefined;
    } catch (error) {
      if (!(error instanceof CsvError)) throw error;
      return new UnreadableCsv(whyOf(error, records + ready.length + 1), { cause: error });
    }
  };
  const take = (): readonly (readonly string[])[] => {
    const taken = ready;
    ready = [];
    records += taken.length;
    return taken;
  };
  for await (const chunk of file) {
    const unreadable = await feed(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    octetsOfRow = ready.length > 0 ? 0 : octetsOfRow + chunk.byteLength;
    yield* take();
    if (unreadable !== undefined) throw unreadable;
    if (octetsOfRow > MAX_RECORD_OCTETS)
      throw new UnreadableCsv(`row ${records + 1} is longer than ${MAX_RECORD_OCTETS} octets`);
  }
  const unreadable = await feed(undefined);
  yield* take();
  if (unreadable !== undefined) throw unreadable;
}

/**
 * Opens the parser.
 *
 * @throws UnreadableCsv if the byte order mark says that the file is UTF-16
 */
const open = (
  start: Buffer,
  delimiter: string | undefined,
  take: (record: readonly string[]) => void,
): Parser => {
  if (start.length >= 2 && (start.readUInt16BE() === 0xfffe || start.readUInt16BE() === 0xfeff))
    throw new UnreadableCsv('the file is UTF-16: save it as CSV UTF-8');
  const parser = parse({
    bom: true,
    delimiter: delimiter ?? delimiterOf(start.toString('utf8')),
    max_record_size: MAX_RECORD,
    relax_column_count: true,
    // A quote inside an unquoted cell, as in `5" pipe`, is part of its text.
    relax_quotes: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    on_record: (record: string[]) => {
      take(record);
      return null;
    },
  });
  // Each error is also passed to the callback of the write.
  parser.on('error', () => {});
  parser.resume();
  return parser;
};

const write = (parser: Parser, octets: Buffer): Promise<void> =>
  new Promise((resolve, reject) => {
    parser.write(octets, (error) => (error == null ? resolve() : reject(error)));
  });

const end = (parser: Parser): Promise<void> => finished(parser.end());

const whyOf = (error: CsvError, row: number): string => {
  if (error.code === 'CSV_MAX_RECORD_SIZE')
    return `row ${row} is longer than ${MAX_RECORD} characters: a quote in it or before it may not be closed`;
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') return `a quote that opens in row ${row} is never closed`;
  return `row ${row} cannot be read: ${error.message}`;
};
