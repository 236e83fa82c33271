import { csvCell } from '../../../kernel/csv-cell.ts';
import { type ComparedAlert, deliveredShare } from './comparison.ts';

type Cells = readonly (string | number | undefined)[];

const lineOf = (cells: Cells): string => `${cells.map(csvCell).join(',')}\r\n`;

const iso = (ms: number): string => new Date(ms).toISOString();

/** The meanings of all answers, in a fixed order: each is a column. */
const meaningsOf = (alerts: readonly ComparedAlert[]): readonly string[] =>
  [...new Set(alerts.flatMap(({ answers }) => Object.keys(answers)))].toSorted();

const HEAD: Cells = [
  ...['alert', 'title', 'kind', 'launchedAt', 'countedAt'],
  ...['createdToApprovedMs', 'submittedToApprovedMs', 'approvedToLaunchedMs'],
  ...['firstMs', 'reached50Ms', 'reached90Ms', 'reached99Ms'],
  ...['toReach', 'reached', 'unconfirmed', 'inDoubt', 'underWay', 'notReached', 'undelivered'],
  ...['cost', 'currency', 'unpricedParts', 'state'],
];

/** A line for each alert. */
export const alertsCsv = (alerts: readonly ComparedAlert[]): string => {
  const meanings = meaningsOf(alerts);
  const lines = alerts.map(({ alert, launchedAt, spans, summary, answers, cost }) => {
    const { people } = summary;
    return [
      ...[alert.id, alert.draft.title, alert.draft.kind, iso(launchedAt), iso(summary.countedAt)],
      ...[spans.createdToApproved, spans.submittedToApproved, spans.approvedToLaunched],
      ...[spans.first, spans.half, spans.nineTenths, spans.almostAll],
      ...[people.toReach, people.reached, people.unconfirmed, people.inDoubt, people.underWay],
      ...[people.notReached, people.byOutcome.undelivered ?? 0],
      ...[cost?.amount, cost?.currency, cost?.unpricedParts, alert.state],
      ...meanings.map((meaning) => (Object.hasOwn(answers, meaning) ? answers[meaning] : 0)),
    ];
  });
  return [[...HEAD, ...meanings.map((meaning) => `answered ${meaning}`)], ...lines].map(lineOf).join('');
};

/** A line for each route of each alert. */
export const routesCsv = (alerts: readonly ComparedAlert[]): string => {
  const head = ['alert', 'route', 'messages', 'parts', 'delivered', 'share', 'receiptMs'];
  const lines = alerts.flatMap(({ alert, summary }) =>
    summary.byRoute.map((one) => {
      const { route, messages, parts, byState, receiptMs } = one;
      return [alert.id, route, messages, parts, byState.delivered ?? 0, deliveredShare(one), receiptMs];
    }),
  );
  return [head, ...lines].map(lineOf).join('');
};
