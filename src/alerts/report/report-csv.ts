import type { ReportedMessage } from '../../domain/alerts/alert-report.ts';
import { csvCell } from '../../kernel/csv-cell.ts';
import type { Format } from './words/format.ts';

const COLUMNS = ['number', 'name', 'language', 'wave', 'state', 'reason', 'route', 'sentAt', 'finalAt'];

const iso = (ms: number | undefined): string | undefined =>
  ms === undefined ? undefined : new Date(ms).toISOString();

/**
 * The messages of an alert as CSV, one line for each.
 * @param format for people: the words of a language, and times of the place; undefined: the words of the API
 */
export async function* reportCsv(
  pages: AsyncIterable<readonly ReportedMessage[]>,
  format?: Format,
): AsyncGenerator<string, void, undefined> {
  // The French Excel cuts at semicolons, since the comma is the decimal one.
  const delimiter = format?.language === 'fr' ? ';' : ',';
  const lineOf = (cells: Cells): string => `${cells.map(csvCell).join(delimiter)}\r\n`;
  yield format === undefined ? lineOf(COLUMNS) : MARK + lineOf(columnsIn(format));
  const cellsOf = format === undefined ? plainCells : (one: ReportedMessage) => cellsIn(one, format);
  for await (const page of pages) yield page.map((one) => lineOf(cellsOf(one))).join('');
}

/** The byte order mark, without which Excel takes UTF-8 for windows-1252 and garbles every accent. */
const MARK = '\ufeff';

type Cells = readonly (string | number | undefined)[];

const plainCells = (one: ReportedMessage): Cells => {
  const { number, name, language, wave, state, reason, route } = one;
  return [number, name, language, wave, state, reason, route, iso(one.sentAt), iso(one.finalAt)];
};

const columnsIn = ({ words: { head }, zone }: Format): Cells => [
  head.number,
  head.name,
  head.language,
  head.wave,
  head.state,
  head.reason,
  head.route,
  `${head.sentAt} (${zone})`,
  `${head.finalAt} (${zone})`,
];

const cellsIn = (one: ReportedMessage, { words, said, time }: Format): Cells => {
  const at = (ms: number | undefined): string => (ms === undefined ? '' : time(ms));
  const reason = one.reason === undefined ? '' : said(one.reason);
  const state = words.messageState[one.state];
  return [
    one.number,
    one.name,
    one.language,
    one.wave,
    state,
    reason,
    one.route,
    at(one.sentAt),
    at(one.finalAt),
  ];
};
