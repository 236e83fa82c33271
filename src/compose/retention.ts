import type { ReportService } from '../alerts/report/report-service.ts';
import type { Config } from '../config/schema.ts';
import type { Audit } from '../domain/operation/audit.ts';
import { type RetentionKind, retentionKinds } from '../domain/operation/retention.ts';
import type { RoutesControl } from '../domain/routes/routes-control.ts';
import type { Clock } from '../kernel/clock.ts';
import { nextAfter } from '../kernel/cron.ts';
import type { Log } from '../kernel/log.ts';
import type { Metrics } from '../ops/metrics.ts';
import { Retention } from '../ops/retention/retention.ts';
import type { Store } from '../store/store.ts';

interface RetentionAround {
  readonly store: Store;
  readonly reports: Pick<ReportService, 'lastFigures'>;
  readonly routes: Pick<RoutesControl, 'list'>;
  readonly audit: Audit;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly log: Log;
}

const NOT_BEFORE_A_DAY_MS = 86_400_000;

/** The nightly deletion of old data, with its metrics. */
export const composeRetention = (
  { retention: { at, timeZone, ...times } }: Config,
  { store, reports, routes, audit, metrics, clock, log }: RetentionAround,
): Retention => {
  const [hour, minute] = at.split(':').map(Number);
  const nightly = `${minute} ${hour} * * *`;
  const rows = metrics.counter<'kind'>('retention_rows', 'Rows deleted for their age, of all tables.', [
    'kind',
  ]);
  const retention = new Retention({
    repository: store.retention,
    times,
    figures: (alert, audience) => reports.lastFigures(alert, audience),
    isSending: () => routes.list().some(({ inFlight }) => inFlight > 0),
    nextNight: (afterMs) => nextAfter(nightly, timeZone, afterMs) ?? afterMs + NOT_BEFORE_A_DAY_MS,
    audit,
    purged: ({ removed }) => {
      for (const kind of retentionKinds) count(rows, kind, removed[kind]);
    },
    clock,
    log,
  });
  metrics.gauge('retention_last_run_timestamp_seconds', 'When old data was last deleted; 0: never.', () =>
    retention.last === undefined ? 0 : retention.last.endedAt / 1000,
  );
  metrics.gauge('retention_duration_seconds', 'How long the last deletion of old data took.', () =>
    retention.last === undefined ? 0 : retention.last.durationMs / 1000,
  );
  metrics.gauge('retention_held', '1 while nothing is deleted, since the clock is not trusted.', () =>
    retention.held === undefined ? 0 : 1,
  );
  return retention;
};

const count = (
  rows: { inc(labels: { kind: RetentionKind }, by: number): void },
  kind: RetentionKind,
  removed: number | undefined,
): void => {
  if (removed !== undefined) rows.inc({ kind }, removed);
};
