import { Skeleton } from '@mantine/core';
import { lazy, type ReactNode, Suspense } from 'react';
import type { Report } from '../../../api/alerts/alerts.ts';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { CurveTable } from '../curve/curve-table.tsx';
import { liveWords } from '../words/live-words.ts';

const Plot = lazy(async () => ({ default: (await import('../curve/plot.tsx')).Plot }));

/** How many people were reached over time, as the gateway counted it. */
export const CurveSection = ({ report }: { readonly report: Report }): ReactNode => {
  const say = useWords(liveWords);
  const { number, clock } = useFormats();
  const { launchedAt } = report.timings;
  const start = launchedAt === null ? [] : [{ at: Date.parse(launchedAt), people: 0 }];
  const counted = report.curve.map(({ at, people }) => ({ at: Date.parse(at), people }));
  const points = [...start.filter(({ at }) => at < (counted[0]?.at ?? 0)), ...counted];
  if (points.length < 2) return null;
  return (
    <section className="card" aria-labelledby="report-curve">
      <h2 id="report-curve">{say('curveTitle')}</h2>
      <Suspense fallback={<Skeleton height={240} />}>
        <Plot
          points={points}
          forecast={[]}
          names={{ people: say('axisPeople'), forecast: say('axisForecast') }}
          clock={clock}
          number={number}
        />
      </Suspense>
      <details className="alert-fold">
        <summary>{say('curveTable')}</summary>
        <CurveTable points={points} />
      </details>
    </section>
  );
};
