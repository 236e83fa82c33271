import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { DrillRun } from '../../../api/alerts/drills.ts';
import { type Column, DataTable } from '../../../parts/data-table.tsx';
import { Said } from '../../../parts/said.tsx';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { drillWords } from '../drill-words.ts';
import { totalsOf } from '../figures.ts';
import { ResultLight } from '../result-light.tsx';
import { useTook } from '../use-took.ts';

interface Props {
  readonly drill: number;
  readonly of: readonly DrillRun[];
}

const worstOf = ({ routes }: DrillRun): number | null => {
  const all = routes.map(({ worstMs }) => worstMs).filter((ms) => ms !== null);
  return all.length === 0 ? null : Math.max(...all);
};

/** The runs of a drill, newest first. */
export const RunsTable = ({ drill, of }: Props): ReactNode => {
  const say = useWords(drillWords);
  const { moment, number } = useFormats();
  const took = useTook();
  const figure = (run: DrillRun, of: 'messages' | 'arrived' | 'lost'): string =>
    run.routes.length === 0 ? '–' : number(totalsOf(run.routes)[of]);
  const columns: readonly Column<DrillRun>[] = [
    {
      key: 'run',
      title: say('when'),
      cell: ({ run, startedAt, plannedAt }) => (
        <Link href={`/drills/${drill}/runs/${run}`} className="figures run-link">
          {moment(startedAt ?? plannedAt ?? 0)}
        </Link>
      ),
    },
    { key: 'result', title: say('result'), cell: ({ result }) => <ResultLight of={result} /> },
    {
      key: 'by',
      title: say('by'),
      cell: ({ startedBy }) => (startedBy === null ? say('byPlan') : <Said>{startedBy.name}</Said>),
    },
    { key: 'sent', title: say('sent'), isFigure: true, cell: (run) => figure(run, 'messages') },
    { key: 'arrived', title: say('arrived'), isFigure: true, cell: (run) => figure(run, 'arrived') },
    { key: 'lost', title: say('lost'), isFigure: true, cell: (run) => figure(run, 'lost') },
    { key: 'worst', title: say('worst'), isFigure: true, cell: (run) => took(worstOf(run)) },
  ];
  return <DataTable label={say('runs')} columns={columns} rows={of} rowKey={({ run }) => run} />;
};
