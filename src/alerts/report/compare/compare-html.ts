import { stateWords } from '../page/alert-state.ts';
import { spanText } from '../page/curve-svg.ts';
import { html, type Markup } from '../page/html.ts';
import { STYLE } from '../page/style.ts';
import { type Cell, type Column, note, section, table } from '../page/table.ts';
import type { Format } from '../words/format.ts';
import { compareWords } from './compare-words.ts';
import { type ComparedAlert, deliveredShare } from './comparison.ts';

type Alerts = readonly ComparedAlert[];

/**
 * Alerts beside each other as one HTML page without other files, ready to be printed. As with the report, the same
 * figures in the same language and time zone are the same text, to the octet.
 */
export const compareHtml = (alerts: Alerts, format: Format): string => {
  const { language, set, zone } = format;
  const words = compareWords[language];
  const page = html`<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${words.title}</title>${STYLE}</head><body>
<header><h1>${words.title}</h1><dl><dt>${format.words.facts.zone}</dt><dd>${zone}</dd></dl></header>
${alertsSection(alerts, format)}
${spansSection(alerts, format)}
${peopleSection(alerts, format)}
${answersSection(alerts, format)}
${routesSection(alerts, format)}
${costSection(alerts, format)}
<footer>${note(set(words.proof))}</footer>
</body></html>
`;
  return page.text;
};

/** A section with a row or more for each alert, whose first column is the id of the alert. */
const byAlert = (
  title: string,
  alerts: Alerts,
  { language }: Format,
  columns: readonly Column[],
  rowsOf: (one: ComparedAlert) => readonly (readonly Cell[])[],
  ...notes: readonly Markup[]
): Markup => {
  const rows = alerts.flatMap((one) => rowsOf(one).map((row) => [String(one.alert.id), ...row]));
  const { alert } = compareWords[language];
  return section(title, rows.length > 0, table([{ head: alert, as: 't' }, ...columns], rows), ...notes);
};

const alertsSection = (alerts: Alerts, format: Format): Markup => {
  const { language, words, time, set } = format;
  const own = compareWords[language];
  return byAlert(
    own.title,
    alerts,
    format,
    [
      { head: words.head.name },
      { head: own.kind, as: 't' },
      { head: words.facts.state },
      { head: words.timing.launched, as: 't' },
      { head: own.countedAt, as: 't' },
    ],
    ({ alert, launchedAt, summary }) => [
      [
        alert.draft.title,
        words.kind[alert.draft.kind],
        stateWords({ alert }, format),
        time(launchedAt),
        time(summary.countedAt),
      ],
    ],
    note(set(own.countedNote)),
  );
};

const spansSection = (alerts: Alerts, format: Format): Markup => {
  const { language, words, share, set } = format;
  const own = compareWords[language];
  const heads = [
    own.createdToApproved,
    own.submittedToApproved,
    own.approvedToLaunched,
    own.first,
    ...[0.5, 0.9, 0.99].map((part) => own.since(share(part, 1))),
  ];
  return byAlert(
    words.title.timings,
    alerts,
    format,
    heads.map((head) => ({ head, as: 'n' })),
    ({ spans }) => [
      [
        spans.createdToApproved,
        spans.submittedToApproved,
        spans.approvedToLaunched,
        spans.first,
        spans.half,
        spans.nineTenths,
        spans.almostAll,
      ].map((ms) => (ms === undefined ? '' : spanText(ms))),
    ],
    note(set(own.spansNote)),
  );
};

const peopleSection = (alerts: Alerts, format: Format): Markup => {
  const { words, number, share, set } = format;
  const shown = ['toReach', 'reached', 'unconfirmed', 'inDoubt', 'underWay', 'notReached'] as const;
  return byAlert(
    words.title.people,
    alerts,
    format,
    [
      ...shown.map((key) => ({ head: set(words.people[key]), as: 'n' as const })),
      { head: words.head.share, as: 'n' },
      { head: words.title.help, as: 'n' },
    ],
    ({ summary: { people }, answers }) => [
      [
        ...shown.map((key) => number(people[key])),
        people.toReach === 0 ? '' : share(people.reached, people.toReach),
        number(answers['help'] ?? 0),
      ],
    ],
  );
};

const answersSection = (alerts: Alerts, format: Format): Markup => {
  const { words, number } = format;
  return byAlert(
    words.title.answers,
    alerts,
    format,
    [{ head: words.head.answer }, { head: words.title.people, as: 'n' }],
    ({ answers }) =>
      Object.entries(answers)
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([meaning, people]) => [
          Object.hasOwn(words.meaning, meaning) ? words.meaning[meaning] : meaning,
          number(people),
        ]),
  );
};

const routesSection = (alerts: Alerts, format: Format): Markup => {
  const { words, number, share, seconds } = format;
  const { head, title } = words;
  return byAlert(
    title.byRoute,
    alerts,
    format,
    [
      { head: head.route, as: 't' },
      { head: head.parts, as: 'n' },
      { head: head.delivered, as: 'n' },
      { head: head.share, as: 'n' },
      { head: head.receipt, as: 'n' },
    ],
    ({ summary }) =>
      summary.byRoute.map((one) => {
        const delivered = deliveredShare(one);
        return [
          one.route === '' ? words.noRoute : one.route,
          number(one.parts),
          number(one.byState.delivered ?? 0),
          delivered === undefined ? '' : share(delivered, 1),
          one.receiptMs === undefined ? '' : seconds(one.receiptMs),
        ];
      }),
  );
};

const costSection = (alerts: Alerts, format: Format): Markup => {
  const { language, words, number, money } = format;
  const own = compareWords[language];
  return byAlert(
    words.title.cost,
    alerts,
    format,
    [
      { head: own.cost, as: 'n' },
      { head: own.unpriced, as: 'n' },
    ],
    ({ cost }) =>
      cost === undefined ? [] : [[money(cost.amount, cost.currency), number(cost.unpricedParts)]],
  );
};
