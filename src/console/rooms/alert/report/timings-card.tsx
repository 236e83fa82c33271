import type { ReactNode } from 'react';
import type { Report } from '../../../api/alerts/alerts.ts';
import { DataTable } from '../../../parts/data-table.tsx';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { reportWords } from '../words/report-words.ts';

/** The big three, then each moment with its time after the launch. */
export const TimingsCard = ({ report }: { readonly report: Report }): ReactNode => {
  const say = useWords(reportWords);
  const { moment, duration } = useFormats();
  const { timings } = report;
  const launched = timings.launchedAt === null ? undefined : Date.parse(timings.launchedAt);
  const after = (at: string | null): string | undefined =>
    at === null || launched === undefined ? undefined : duration((Date.parse(at) - launched) / 1000);
  const rows = [
    ['t_created', timings.createdAt],
    ['t_approved', timings.approvedAt],
    ['t_launched', timings.launchedAt],
    ['t_firstSubmit', timings.firstSubmitAt],
    ['t_first', timings.firstDeliveredAt],
    ['t_half', timings.delivered50At],
    ['t_ninety', timings.delivered90At],
    ['t_ninetyNine', timings.delivered99At],
    ['t_finished', timings.finishedAt],
  ] as const;
  const isAfter = (at: string | null): boolean =>
    at !== null && launched !== undefined && Date.parse(at) > launched;
  return (
    <section className="card" aria-labelledby="report-timings">
      <h2 id="report-timings">{say('timings')}</h2>
      <dl className="report-big">
        {rows
          .filter(([word]) => word === 't_half' || word === 't_ninety' || word === 't_ninetyNine')
          .map(([word, at]) => (
            <div key={word}>
              <dt>{say(word)}</dt>
              <dd className={at === null ? undefined : 'big-figure'}>{after(at) ?? say('notYet')}</dd>
            </div>
          ))}
      </dl>
      <DataTable
        isNarrow
        label={say('timings')}
        rows={rows.filter(([word, at]) => at !== null || word.startsWith('t_n') || word === 't_half')}
        rowKey={([word]) => word}
        columns={[
          { key: 'what', title: say('what'), cell: ([word]) => <b>{say(word)}</b> },
          { key: 'when', title: say('when'), cell: ([, at]) => (at === null ? say('notYet') : moment(at)) },
          {
            key: 'after',
            title: say('after'),
            isFigure: true,
            cell: ([, at]) => (isAfter(at) ? after(at) : ''),
          },
        ]}
      />
    </section>
  );
};
