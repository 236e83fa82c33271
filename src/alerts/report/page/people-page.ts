import { caseStates } from '../../../domain/inbound/help-case.ts';
import { notReachedCsv } from '../report-path.ts';
import type { Report } from '../report-service.ts';
import { talliesOf } from '../tallies.ts';
import type { Format } from '../words/format.ts';
import type { Words } from '../words/words.ts';
import { html, type Markup } from './html.ts';
import { note, section, table } from './table.ts';

/** The sections about people: who was reached, who asked for help, what they answered, who was not reached. */
export const peopleSection = ({ summary }: Report, { words, number, share, set }: Format): Markup => {
  const { people } = summary;
  const inRows = ['total', 'suppressed', 'toReach'] as const;
  const shared = ['reached', 'unconfirmed', 'inDoubt', 'underWay', 'notReached'] as const;
  return section(
    words.title.people,
    true,
    table(
      [{ head: '' }, { head: words.title.people, as: 'n' }, { head: words.head.share, as: 'n' }],
      [
        ...inRows.map((key) => [words.people[key], number(people[key]), '']),
        ...shared.map((key) => [
          set(words.people[key]),
          number(people[key]),
          people.toReach === 0 ? '' : share(people[key], people.toReach),
        ]),
      ],
    ),
  );
};

export const helpSection = ({ help }: Report, { words, number, time, set }: Format): Markup => {
  const more = help.people - help.items.length;
  return section(
    `${words.title.help} (${number(help.people)})`,
    help.people > 0,
    table(
      [
        { head: words.head.number, as: 't' },
        { head: words.head.name },
        { head: words.head.text, as: 'text' },
        { head: words.head.at, as: 't' },
      ],
      help.items.map(({ number: phone, name, text, at }) => [
        phone,
        name,
        text,
        at === undefined ? '' : time(at),
      ]),
    ),
    note(more <= 0 ? undefined : set(words.moreHelp(number(more)))),
  );
};

/** What became of the calls for help. */
export const casesSection = ({ cases }: Report, { words, number }: Format): Markup =>
  section(
    words.title.cases,
    caseStates.some((state) => cases[state] > 0),
    table(
      [{ head: words.facts.state }, { head: words.head.calls, as: 'n' }],
      caseStates.map((state) => [words.caseState[state], number(cases[state])]),
    ),
  );

/** How many answers an escalation needed, and how it ended. */
const needed = ({ alert: { draft, escalation } }: Report, words: Words['escalation']): string | undefined =>
  draft.escalation === undefined || escalation === undefined
    ? undefined
    : `${draft.escalation.need} × ${draft.escalation.meaning}: ${words[escalation.state]}`;

/** The question as a survey: each person counts once. */
export const answersSection = (report: Report, { words, number, share, set }: Format): Markup => {
  const { alert, answers } = report;
  const { question } = alert.draft;
  const goal = needed(report, words.escalation);
  return section(
    words.title.answers,
    question !== undefined,
    table(
      [
        { head: words.head.answer },
        { head: words.head.word, as: 't' },
        { head: words.title.people, as: 'n' },
        { head: words.head.share, as: 'n' },
      ],
      [
        ...talliesOf(question, answers).map((one) => [
          Object.hasOwn(words.meaning, one.meaning) ? words.meaning[one.meaning] : one.meaning,
          one.words.join(', '),
          number(one.people),
          one.share === undefined ? '' : share(one.share, 1),
        ]),
      ],
    ),
    note(set(words.answersNote(number(answers.people)))),
    note(goal === undefined ? undefined : set(goal)),
  );
};

export const notReachedSection = (report: Report, { words, number, said, set }: Format): Markup => {
  const { head, messageState } = words;
  const why = (reason: string | undefined): string => (reason === undefined ? '' : said(reason));
  return section(
    words.title.notReached,
    report.reasons.length > 0,
    table(
      [{ head: head.state }, { head: head.reason }, { head: words.title.people, as: 'n' }],
      report.reasons.map(({ state, reason, people }) => [messageState[state], why(reason), number(people)]),
    ),
    report.notReached.length === 0
      ? html``
      : table(
          [
            { head: head.number, as: 't' },
            { head: head.name },
            { head: head.state },
            { head: head.reason },
            { head: head.route, as: 't' },
          ],
          report.notReached.map((one) => [
            one.number,
            one.name,
            messageState[one.state],
            why(one.reason),
            one.route,
          ]),
        ),
    note(
      report.moreNotReached
        ? set(words.more(number(report.notShown), notReachedCsv(report.alert.id)))
        : undefined,
    ),
  );
};
