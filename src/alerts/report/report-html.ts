import type { Alert } from '../../domain/alerts/alert.ts';
import type { EscalationProgress } from '../../domain/alerts/escalation.ts';
import { curveSvg, spanText } from './curve-svg.ts';
import { html, Markup } from './html.ts';
import { notReachedCsv } from './report-path.ts';
import type { Report } from './report-service.ts';
import { type ReportLanguage, reportWords } from './report-words.ts';
import type { MessageSummary } from './summary.ts';

// The page is made for paper: no colour carries a meaning, and no row is split between two pages.
const STYLE = new Markup(`<style>
body{font:14px/1.4 system-ui,sans-serif;max-width:60em;margin:2em auto;padding:0 1em;color:#111}
table{border-collapse:collapse;width:100%;margin:.5em 0 1.5em}
th,td{text-align:left;padding:.2em .6em;border-bottom:1px solid #ccc;vertical-align:top;overflow-wrap:anywhere}
tr,svg{break-inside:avoid}
h2{font-size:1.1em;margin:1.2em 0 .2em;break-after:avoid}
.number{text-align:right;font-variant-numeric:tabular-nums}
@media print{body{margin:0;max-width:none}}
</style>`);

type Cell = string | number | undefined;

const table = (head: readonly string[], rows: readonly (readonly Cell[])[]): Markup =>
  html`<table>${
    head.length === 0 ? '' : html`<tr>${head.map((one) => html`<th>${one}</th>`)}</tr>`
  }${rows.map(
    (row) =>
      html`<tr>${row.map((cell) => (typeof cell === 'number' ? html`<td class="number">${cell}</td>` : html`<td>${cell}</td>`))}</tr>`,
  )}</table>`;

const time = (ms: number | undefined): string | undefined =>
  ms === undefined ? undefined : new Date(ms).toISOString().replace('T', ' ').replace('Z', '');

/** How many answers an escalation needed, and how it ended. */
const needed = (
  { draft, escalation }: Alert,
  words: Readonly<Record<EscalationProgress['state'], string>>,
): readonly (readonly Cell[])[] =>
  draft.escalation === undefined || escalation === undefined
    ? []
    : [[`${draft.escalation.need} × ${draft.escalation.meaning}`, words[escalation.state]]];

/** The report as one HTML page without other files, ready to be printed. */
export const reportHtml = (report: Report, language: ReportLanguage): string => {
  const words = reportWords[language];
  const { alert, summary, waves, launchedAt } = report;
  const { people } = summary;
  const since = (ms: number | undefined): readonly Cell[] => [
    time(ms) ?? words.never,
    ms === undefined || launchedAt === undefined || ms < launchedAt ? '' : `+${spanText(ms - launchedAt)}`,
  ];
  const numbers = (one: MessageSummary): readonly Cell[] => [
    one.messages,
    one.parts,
    one.byState.delivered ?? 0,
    one.possibleDuplicates,
    one.short,
    one.receiptMs === undefined ? '' : `${(one.receiptMs / 1000).toFixed(1)} s`,
  ];
  const head = [
    words.messages,
    words.parts,
    words.delivered,
    words.possibleDuplicates,
    words.short,
    words.receipt,
  ];
  const section = (title: string, body: Markup, shown = true): Markup | string =>
    shown ? html`<h2>${title}</h2>${body}` : '';
  const page = html`<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${words.report}: ${alert.draft.title}</title>${STYLE}</head><body>
<h1>${words.report}: ${alert.draft.title}</h1>
<p>${alert.id} · ${words.kind[alert.draft.kind]} · ${words.alertState[alert.state]} · ${words.counted} ${time(summary.countedAt)}</p>
${report.purged ? html`<p><strong>${words.purged}</strong></p>` : ''}
${section(
  words.timings,
  table(
    [],
    [
      [words.created, ...since(alert.created.at)],
      [words.approved, ...since(alert.approved?.at)],
      [words.launched, ...since(launchedAt)],
      [words.firstSubmit, ...since(summary.messages.firstSubmitAt)],
      [words.firstDelivered, ...since(summary.firstDeliveredAt)],
      [words.shareReached(50), ...since(summary.half)],
      [words.shareReached(90), ...since(summary.nineTenths)],
      [words.shareReached(99), ...since(summary.almostAll)],
      [words.finished, ...since(alert.finishedAt)],
    ],
  ),
)}
${section(
  words.people,
  table(
    [],
    [
      [words.total, people.total],
      [words.toReach, people.toReach],
      ...Object.entries(people.byOutcome).map(([outcome, count]): readonly Cell[] => [
        words.outcome[outcome as keyof typeof words.outcome],
        count,
      ]),
    ],
  ),
)}
${section(words.curve, new Markup(curveSvg(summary.curve, launchedAt ?? alert.created.at, people.toReach)), summary.curve.length > 0)}
${section(
  words.byRoute,
  table(
    [words.route, ...head],
    summary.byRoute.map((one) => [one.route, ...numbers(one)]),
  ),
)}
${section(
  words.byWave,
  table(
    ['', '', ...head],
    summary.byWave.map((one) => {
      const kind = waves.find(({ wave }) => wave === one.wave)?.kind;
      return [one.wave, kind === undefined ? '' : words.wave[kind], ...numbers(one)];
    }),
  ),
)}
${section(
  words.byLanguage,
  table(
    ['', words.total, words.toReach, words.reached],
    summary.byLanguage.map((one) => [
      one.language === 'und' ? words.noLanguage : one.language,
      one.total,
      one.toReach,
      one.reached,
    ]),
  ),
)}
${section(
  words.byGroup,
  table(
    ['', words.people, words.reached],
    report.groups.map(({ group, name, people: some, reached }) => [
      name === undefined ? group : `${name} (${group})`,
      some,
      reached,
    ]),
  ),
  report.groups.length > 0,
)}
${section(
  words.answers,
  table(
    [],
    [
      ...Object.entries(report.answers.byMeaning),
      [words.silent, report.answers.silent],
      ...needed(alert, words.escalation),
    ],
  ),
  alert.draft.question !== undefined,
)}
${section(
  words.notReached,
  html`${table(
    [words.state, words.reason, words.people],
    report.reasons.map(({ state, reason, people: some }) => [words.outcome[state], reason, some]),
  )}${table(
    [words.number, words.name, words.state, words.reason, words.route],
    report.notReached.map(({ number, name, state, reason, route }) => [
      number,
      name,
      words.outcome[state],
      reason,
      route,
    ]),
  )}${report.moreNotReached ? html`<p>${words.more(report.notShown, notReachedCsv(alert.id))}</p>` : ''}`,
  report.reasons.length > 0,
)}
${section(
  words.log,
  table(
    [words.at, words.who, words.what, words.detail],
    report.log.map(({ at, actorName, action, detail }) => [time(at), actorName, action, detail]),
  ),
)}
</body></html>
`;
  return page.text;
};
