import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { RouteFigures as Figures } from '../../../api/alerts/drills.ts';
import { type Column, DataTable } from '../../../parts/data-table.tsx';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { drillWords } from '../drill-words.ts';
import { Reason } from '../reason.tsx';
import { ResultLight } from '../result-light.tsx';
import { useTook } from '../use-took.ts';

interface Props {
  readonly of: readonly Figures[];
}

/** The closed loop of a run by route: what was sent, what arrived, how long it took, what was lost. */
export const RouteFigures = ({ of }: Props): ReactNode => {
  const say = useWords(drillWords);
  const { number } = useFormats();
  const took = useTook();
  const columns: readonly Column<Figures>[] = [
    {
      key: 'route',
      title: say('route'),
      cell: ({ route }) => (
        <Link href={`/routes/${route}`}>
          <span className="whole-name">{route}</span>
        </Link>
      ),
    },
    {
      key: 'result',
      title: say('result'),
      cell: ({ result, reason }) => (
        <div>
          <ResultLight of={result} />
          {reason !== null && (
            <p className="drill-alarm">
              <Reason>{reason}</Reason>
            </p>
          )}
        </div>
      ),
    },
    { key: 'sent', title: say('sent'), isFigure: true, cell: ({ messages }) => number(messages) },
    { key: 'arrived', title: say('arrived'), isFigure: true, cell: ({ arrived }) => number(arrived) },
    {
      key: 'lost',
      title: say('lost'),
      isFigure: true,
      cell: ({ messages, arrived }) => number(messages - arrived),
    },
    { key: 'median', title: say('median'), isFigure: true, cell: ({ medianMs }) => took(medianMs) },
    { key: 'worst', title: say('worst'), isFigure: true, cell: ({ worstMs }) => took(worstMs) },
  ];
  return <DataTable label={say('route')} columns={columns} rows={of} rowKey={({ route }) => route} />;
};
