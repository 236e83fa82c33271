import type { Report } from '../report-service.ts';
import type { MessageSummary } from '../summary.ts';
import type { Format } from '../words/format.ts';
import type { Markup } from './html.ts';
import { type Cell, type Column, note, section, table } from './table.ts';

/** The sections with figures by route, wave, language and group. */
export const figureSections = (report: Report, format: Format): readonly Markup[] => {
  const { words, number, share } = format;
  const { head, title } = words;
  const { summary, waves } = report;
  const columns: readonly Column[] = [
    { head: head.messages, as: 'n' },
    { head: head.parts, as: 'n' },
    { head: head.delivered, as: 'n' },
    { head: head.duplicates, as: 'n' },
    { head: head.short, as: 'n' },
    { head: head.receipt, as: 'n' },
  ];
  const cells = (one: MessageSummary): readonly Cell[] => [
    number(one.messages),
    number(one.parts),
    number(one.byState.delivered ?? 0),
    number(one.possibleDuplicates),
    number(one.short),
    one.receiptMs === undefined ? '' : format.seconds(one.receiptMs),
  ];
  const { partsInDoubt } = summary.messages;
  const kindOf = (of: number): string => {
    const kind = waves.find(({ wave }) => wave === of)?.kind;
    return kind === undefined ? number(of) : `${number(of)} – ${words.wave[kind]}`;
  };
  const peopleColumns: readonly Column[] = [
    { head: words.people.total, as: 'n' },
    { head: words.people.toReach, as: 'n' },
    { head: words.people.reached, as: 'n' },
    { head: head.share, as: 'n' },
  ];
  return [
    section(
      title.byRoute,
      summary.byRoute.length > 0,
      table(
        [{ head: head.route, as: 't' }, ...columns],
        summary.byRoute.map((one) => [one.route === '' ? words.noRoute : one.route, ...cells(one)]),
      ),
      note(format.set(words.partsNote)),
      note(partsInDoubt === 0 ? undefined : format.set(words.inDoubt(number(partsInDoubt)))),
    ),
    section(
      title.byWave,
      summary.byWave.length > 0,
      table(
        [{ head: head.wave, as: 't' }, ...columns],
        summary.byWave.map((one) => [kindOf(one.wave), ...cells(one)]),
      ),
    ),
    section(
      title.byLanguage,
      summary.byLanguage.length > 0,
      table(
        [{ head: head.language }, ...peopleColumns],
        summary.byLanguage.map((one) => [
          one.language === 'und' ? words.noLanguage : format.languageName(one.language),
          number(one.total),
          number(one.toReach),
          number(one.reached),
          one.toReach === 0 ? '' : share(one.reached, one.toReach),
        ]),
      ),
    ),
    section(
      title.byGroup,
      report.groups.length > 0,
      table(
        [{ head: head.group }, { head: title.people, as: 'n' }, { head: words.people.reached, as: 'n' }],
        report.groups.map(({ group, name, people, reached }) => {
          const [kind = '', ...id] = group.split(' ');
          const which = [words.group[kind] ?? kind, ...id].join(' ');
          return [name === undefined ? which : `${name} (${which})`, number(people), number(reached)];
        }),
      ),
    ),
  ];
};
