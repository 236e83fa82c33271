import type { Report } from '../report-service.ts';
import type { Format } from '../words/format.ts';
import { stateWords } from './alert-state.ts';
import { curveSvg, spanText } from './curve-svg.ts';
import { figureSections } from './figures-page.ts';
import { html, Markup } from './html.ts';
import { logSection, notesSection } from './log-page.ts';
import {
  answersSection,
  casesSection,
  helpSection,
  notReachedSection,
  peopleSection,
} from './people-page.ts';
import { STYLE } from './style.ts';
import { note, section, table } from './table.ts';

/**
 * The report as one HTML page without other files, ready to be printed. The same report in the same language and time
 * zone is the same text, to the octet: nothing in it depends on when, or by whom, it was asked for.
 */
export const reportHtml = (report: Report, format: Format): string => {
  const { alert, summary } = report;
  const { words, language, number, share } = format;
  const { draft } = alert;
  const { people } = summary;
  const key = [
    [`${words.people.reached} / ${number(people.toReach)}`, number(people.reached)],
    ...AT_A_GLANCE.filter((one) => people[one] > 0 || one === 'unconfirmed' || one === 'notReached').map(
      (one) => [format.set(words.people[one]), number(people[one])] as const,
    ),
    [words.title.help, number(report.help.people)],
  ] as const;
  const from = report.launchedAt ?? alert.created.at;
  const page = html`<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${format.set(`${words.report} : `)}${draft.title}</title>${STYLE}</head><body>
<header><p class="kind">${words.report} ${
    draft.kind === 'exercise' ? html`<span class="exercise">${words.kind.exercise}</span>` : ''
  }</p>
<h1>${draft.title}</h1>
${facts(report, format)}
<div class="key">${key.map(([name, value]) => html`<div><b>${value}</b>${name}</div>`)}</div></header>
${note(report.purged ? format.set(words.purged) : undefined)}
${timings(report, format)}
${peopleSection(report, format)}
${helpSection(report, format)}
${casesSection(report, format)}
${section(
  words.title.curve,
  summary.curve.length > 0,
  new Markup(curveSvg(summary.curve, from, people.toReach, number)),
  note(
    format.set(
      `${words.people.reached}${language === 'fr' ? ' :' : ':'} ${share(people.reached, people.toReach)}`,
    ),
  ),
)}
${texts(report, format)}
${figureSections(report, format)}
${cost(report, format)}
${answersSection(report, format)}
${notReachedSection(report, format)}
${notesSection(report, format)}
${logSection(report, format)}
<footer>${note(format.set(words.proof))}</footer>
</body></html>
`;
  return page.text;
};

/** What the boxes at the top show besides those who were reached: together they are all who were to be reached. */
const AT_A_GLANCE = ['unconfirmed', 'inDoubt', 'underWay', 'notReached'] as const;

const facts = (report: Report, format: Format): Markup => {
  const { words } = format;
  const { draft, id } = report.alert;
  const rows: readonly (readonly [string, string])[] = [
    [words.facts.alert, String(id)],
    [words.facts.state, stateWords(report, format)],
    [words.facts.kind, words.kind[draft.kind]],
    [words.facts.severity, words.severity[draft.severity]],
    [words.facts.priority, words.priority[draft.priority]],
    [words.facts.source, words.source[draft.source]],
    ...(draft.from === undefined ? [] : [[words.facts.sender, draft.from] as const]),
    [words.facts.zone, format.zone],
    [words.facts.asOf, format.time(report.changedAt)],
  ];
  return html`<dl>${rows.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;
};

const timings = ({ alert, summary, launchedAt }: Report, format: Format): Markup => {
  const { words, time, share, set } = format;
  const { timing } = words;
  const rows: readonly (readonly [string, number | undefined])[] = [
    [timing.created, alert.created.at],
    [timing.approved, alert.approved?.at],
    [timing.launched, launchedAt],
    [timing.firstSubmit, summary.messages.firstSubmitAt],
    [timing.firstReached, summary.firstDeliveredAt],
    [set(words.shareReached(share(0.5, 1))), summary.half],
    [set(words.shareReached(share(0.9, 1))), summary.nineTenths],
    [set(words.shareReached(share(0.99, 1))), summary.almostAll],
    [timing.finished, alert.finishedAt],
  ];
  return section(
    words.title.timings,
    true,
    table(
      [{ head: words.head.step }, { head: words.head.at, as: 't' }, { head: words.head.after, as: 'n' }],
      rows.map(([name, at]) => [
        name,
        at === undefined ? words.never : time(at),
        at === undefined || launchedAt === undefined || at < launchedAt
          ? ''
          : `+${spanText(at - launchedAt)}`,
      ]),
    ),
  );
};

const texts = ({ texts: all, waves }: Report, format: Format): Markup => {
  const { words, number, set } = format;
  const kindOf = (of: number): string => {
    const kind = waves.find(({ wave }) => wave === of)?.kind;
    return kind === undefined ? number(of) : `${number(of)} – ${words.wave[kind]}`;
  };
  const sizeOf = ({ parts, encoding }: (typeof all)[number] | NonNullable<(typeof all)[number]['short']>) =>
    words.partsOf(number(parts), encoding === 'gsm7' ? 'GSM-7' : 'UCS-2');
  return section(
    words.title.texts,
    all.length > 0,
    table(
      [
        { head: words.head.wave, as: 't' },
        { head: words.head.language, as: 't' },
        { head: words.head.text, as: 'text' },
        { head: words.head.parts.split(' ', 1)[0] ?? '', as: 't' },
      ],
      all.flatMap((one) => {
        const where = [kindOf(one.wave), format.languageName(one.language)];
        return [
          [...where, one.text, sizeOf(one)],
          ...(one.short === undefined
            ? []
            : [[...where, html`<small>${set(words.short)}</small>\n${one.short.text}`, sizeOf(one.short)]]),
        ];
      }),
    ),
  );
};

const cost = ({ cost: of, summary }: Report, format: Format): Markup => {
  const { words, number, set } = format;
  if (of === undefined) return html``;
  const { amount, currency, unpricedParts } = of;
  const priced = number(summary.messages.parts - unpricedParts);
  return section(
    words.title.cost,
    true,
    html`<p>${words.cost(format.money(amount, currency), priced)}</p>`,
    note(unpricedParts === 0 ? undefined : set(words.unpriced(number(unpricedParts)))),
  );
};
