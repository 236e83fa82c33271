import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Report } from '../../../api/alerts/alerts.ts';
import { DataTable } from '../../../parts/data-table.tsx';
import { Said } from '../../../parts/said.tsx';
import { useFormats } from '../../../words/format.ts';
import { useLanguage, useWords } from '../../../words/i18n.ts';
import { alertWords } from '../words/alert-words.ts';
import { reportWords } from '../words/report-words.ts';
import { talkWords } from '../words/talk-words.ts';

type Sums = Report['messages'];

/** What left by each route, or in each wave. */
export const SumsCard = ({
  report,
  of,
}: {
  readonly report: Report;
  readonly of: 'byRoute' | 'byWave';
}): ReactNode => {
  const say = useWords(reportWords);
  const sayAlert = useWords(alertWords);
  const language = useLanguage();
  const { number, duration } = useFormats();
  const rows: readonly { readonly name: string; readonly sums: Sums }[] =
    of === 'byRoute'
      ? report.byRoute.map((sums) => ({ name: sums.route, sums }))
      : report.byWave.map((sums) => ({
          name: `${number(sums.wave)}. ${sums.kind === null ? '' : sayAlert(`wave_${sums.kind}` as 'wave_first')}`,
          sums,
        }));
  const { cost } = report;
  return (
    <section className="card" aria-labelledby={`report-${of}`}>
      <h2 id={`report-${of}`}>{say(of)}</h2>
      <DataTable
        label={say(of)}
        rows={rows}
        rowKey={({ name }) => name}
        columns={[
          {
            key: 'name',
            title: say(of === 'byRoute' ? 'route' : 'wave'),
            cell: ({ name }) => <b className="alert-route">{name}</b>,
          },
          {
            key: 'messages',
            title: say('messages'),
            isFigure: true,
            cell: ({ sums }) => number(sums.messages),
          },
          { key: 'parts', title: say('parts'), isFigure: true, cell: ({ sums }) => number(sums.parts) },
          {
            key: 'delivered',
            title: say('delivered'),
            isFigure: true,
            cell: ({ sums }) => number(sums.delivered),
          },
          {
            key: 'receipt',
            title: say('receipt'),
            isFigure: true,
            cell: ({ sums: { receiptMs } }) => (receiptMs === null ? '' : duration(receiptMs / 1000)),
          },
          {
            key: 'duplicates',
            title: say('duplicates'),
            isFigure: true,
            cell: ({ sums }) => number(sums.possibleDuplicates),
          },
        ]}
      />
      {of === 'byRoute' && cost !== null && (
        <Text mt="xs">
          {say('cost', {
            amount: new Intl.NumberFormat(language, { style: 'currency', currency: cost.currency }).format(
              cost.amount,
            ),
          })}{' '}
          {cost.unpricedParts > 0 && say('unpriced', { n: number(cost.unpricedParts) })}
        </Text>
      )}
    </section>
  );
};

const KNOWN = ['help', 'safe', 'other', 'silent'] as const;

/** The answers by meaning, and who asked for help. */
export const AnswersSummary = ({ report }: { readonly report: Report }): ReactNode => {
  const say = useWords(reportWords);
  const sayTalk = useWords(talkWords);
  const { number, percent, phone, moment } = useFormats();
  const { answers, help, cases } = report;
  const meanings = Object.entries(answers.byMeaning);
  if (meanings.length === 0 && report.alert.question === null) return null;
  const wordOf = (meaning: string): string => {
    const known = KNOWN.find((one) => one === meaning);
    return known === undefined ? meaning : sayTalk(known);
  };
  return (
    <section className="card" aria-labelledby="report-answers">
      <h2 id="report-answers">{say('answers')}</h2>
      <DataTable
        isNarrow
        label={say('answers')}
        rows={[...meanings, ['silent', answers.silent] as [string, number]]}
        rowKey={([meaning]) => meaning}
        columns={[
          { key: 'meaning', title: sayTalk('answer'), cell: ([meaning]) => <Said>{wordOf(meaning)}</Said> },
          { key: 'people', title: say('person'), isFigure: true, cell: ([, people]) => number(people) },
          { key: 'share', title: '%', isFigure: true, cell: ([, people]) => percent(people, answers.people) },
        ]}
      />
      {help.people > 0 && (
        <>
          <h3>
            {say('help')}: {number(help.people)}
          </h3>
          <Text>
            {say('cases', {
              open: number(cases.open),
              taken: number(cases.taken),
              closed: number(cases.closed),
            })}
          </Text>
          <DataTable
            label={say('help')}
            rows={help.items}
            rowKey={(one) => one.number}
            columns={[
              { key: 'number', title: say('number'), cell: (one) => phone(one.number) },
              { key: 'name', title: say('name'), cell: ({ name }) => <Said>{name}</Said> },
              { key: 'text', title: sayTalk('text'), cell: ({ text }) => <Said>{text}</Said> },
              { key: 'at', title: say('when'), cell: ({ at }) => (at === null ? '' : moment(at)) },
            ]}
          />
        </>
      )}
    </section>
  );
};
