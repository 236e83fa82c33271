import { Skeleton, Text } from '@mantine/core';
import { lazy, type ReactNode, Suspense } from 'react';
import type { AlertOverview, Report } from '../../../api/alerts/alerts.ts';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { etaOf, figuresOf, isGoing } from '../live/figures.ts';
import { liveWords } from '../words/live-words.ts';
import { CurveTable } from './curve-table.tsx';
import { forecastOf, joined } from './history.ts';
import { useSeen } from './use-seen.ts';

const Plot = lazy(async () => ({ default: (await import('./plot.tsx')).Plot }));

interface Props {
  readonly overview: AlertOverview;
  readonly readAt: number;
  /** The curve as the gateway counted it; undefined: not read yet. */
  readonly report: Report | undefined;
}

/** How many people were reached over time, with how it would go on, as a picture and as a table. */
export const CurveCard = ({ overview, readAt, report }: Props): ReactNode => {
  const say = useWords(liveWords);
  const { number, clock, clockOn } = useFormats();
  const figures = figuresOf(overview);
  const going = isGoing(overview);
  const seen = useSeen(figures.reached, going);
  const counted = report?.curve.map(({ at, people }) => ({ at: Date.parse(at), people })) ?? [];
  const begin = overview.waves[0]?.startedAt;
  const start = begin === undefined ? [] : [{ at: Date.parse(begin), people: 0 }];
  const first = counted[0]?.at ?? Number.POSITIVE_INFINITY;
  const points = joined([...start.filter(({ at }) => at < first), ...counted], seen);
  const eta = etaOf(overview.progress, readAt);
  const forecast = going
    ? forecastOf(points.at(-1), eta.kind === 'at' ? eta.at : undefined, figures.toReach - figures.notReached)
    : [];
  return (
    <section className="card" aria-labelledby="alert-curve">
      <h2 id="alert-curve">{say('curveTitle')}</h2>
      {points.length < 2 ? (
        // Until the figures of the past have come, nothing is known of those reached.
        figures.reached === 0 && <Text c="var(--quiet)">{say('curveNone')}</Text>
      ) : (
        <Suspense fallback={<Skeleton height={240} />}>
          <Plot
            points={points}
            forecast={forecast}
            names={{ people: say('axisPeople'), forecast: say('axisForecast') }}
            clock={clock}
            number={number}
          />
        </Suspense>
      )}
      <Text c="var(--quiet)">
        {counted.length > 0
          ? say('curveCounted', { at: clockOn(report?.countedAt ?? 0) })
          : points.length > 0 && (going || report !== undefined) && say('curveSeen')}{' '}
        {forecast.length > 0 && say('curveForecast')}
      </Text>
      <details className="alert-fold">
        <summary>{say('curveTable')}</summary>
        <CurveTable points={points} forecast={forecast} />
      </details>
    </section>
  );
};
