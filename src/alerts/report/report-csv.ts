import type { ReportedMessage } from '../../domain/alerts/alert-report.ts';
import { csvCell } from '../../kernel/csv-cell.ts';

const COLUMNS = ['number', 'name', 'language', 'wave', 'state', 'reason', 'route', 'sentAt', 'finalAt'];

const iso = (ms: number | undefined): string | undefined =>
  ms === undefined ? undefined : new Date(ms).toISOString();

/** The messages of an alert as CSV, one line for each. */
export async function* reportCsv(
  pages: AsyncIterable<readonly ReportedMessage[]>,
): AsyncGenerator<string, void, undefined> {
  yield `${COLUMNS.join(',')}\r\n`;
  for await (const page of pages) yield page.map(lineOf).join('');
}

const lineOf = (one: ReportedMessage): string => {
  const { number, name, language, wave, state, reason, route } = one;
  const cells = [number, name, language, wave, state, reason, route, iso(one.sentAt), iso(one.finalAt)];
  return `${cells.map(csvCell).join(',')}\r\n`;
};
