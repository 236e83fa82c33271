import { Gauge, type Registry } from 'prom-client';
import type { DrillRouteResult, DrillStatus } from '../domain/operation/drill.ts';

interface Measured {
  readonly labels: Record<string, string>;
  readonly value: number;
}

/** Metrics of drills, computed when they are scraped. A drill without a finished run has no metrics. */
export const observeDrills = (registry: Registry, statuses: () => readonly DrillStatus[]): void => {
  const gauge = (
    name: string,
    help: string,
    labelNames: readonly string[],
    measure: (status: DrillStatus) => readonly Measured[],
  ): void => {
    new Gauge({
      name: `tocsin_drill_${name}`,
      help,
      labelNames: [...labelNames],
      registers: [registry],
      collect() {
        this.reset();
        for (const status of statuses())
          for (const { labels, value } of measure(status)) this.set(labels, value);
      },
    });
  };
  const ofDrill = (
    name: string,
    help: string,
    measure: (last: NonNullable<DrillStatus['last']>) => number,
  ): void =>
    gauge(name, help, ['drill'], ({ name: drill, last }) =>
      last === undefined ? [] : [{ labels: { drill }, value: measure(last) }],
    );
  const ofRoute = (
    name: string,
    help: string,
    measure: (route: DrillRouteResult) => number | undefined,
  ): void =>
    gauge(name, help, ['drill', 'route'], ({ name: drill, last }) =>
      (last?.routes ?? []).flatMap((one) => {
        const value = measure(one);
        return value === undefined ? [] : [{ labels: { drill, route: one.route }, value }];
      }),
    );

  ofDrill('failed', '1 if the last run of the drill failed, 0 if it passed.', ({ result }) =>
    result === 'failed' ? 1 : 0,
  );
  ofDrill(
    'finished_timestamp_seconds',
    'When the last run of the drill was finished.',
    ({ finishedAt }) => (finishedAt ?? 0) / 1000,
  );
  ofRoute('route_failed', '1 if the route failed in the last run, 0 if it passed.', ({ result }) =>
    result === 'failed' ? 1 : 0,
  );
  ofRoute(
    'route_median_seconds',
    'End to end by this route, the median of what arrived in time in the last run.',
    ({ medianMs }) => (medianMs === undefined ? undefined : medianMs / 1000),
  );
  ofRoute(
    'route_worst_seconds',
    'End to end by this route, the worst of what arrived in time in the last run.',
    ({ worstMs }) => (worstMs === undefined ? undefined : worstMs / 1000),
  );
};
