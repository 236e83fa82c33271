import { Comparison } from '../../alerts/report/compare/comparison.ts';
import { ReportKeeper } from '../../alerts/report/report-keeper.ts';
import { ReportService, type ReportServiceDeps } from '../../alerts/report/report-service.ts';
import { Surveys } from '../../alerts/report/survey.ts';
import { pricesOf } from '../../config/prices.ts';
import type { Config } from '../../config/schema.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import type { Store } from '../../store/store.ts';

interface Reports {
  readonly service: ReportService;
  readonly comparison: Comparison;
  readonly surveys: Surveys;
  start(): void;
  stop(): Promise<void>;
}

/** Makes the reports of alerts, and the loop that stores their figures. */
export const composeReports = (
  config: Config,
  store: Store,
  progress: ReportServiceDeps['progress'],
  clock: Clock,
  log: Log,
): Reports => {
  const sources = { repository: store.reports, alerts: store, answers: store, prices: pricesOf(config) };
  const service = new ReportService({
    ...sources,
    audiences: store,
    cases: store,
    names: store,
    timeZone: config.timeZone,
    progress,
    clock,
  });
  const keeper = new ReportKeeper({ service, clock, log });
  const comparison = new Comparison({ ...sources, count: (alert) => service.count(alert) });
  return {
    service,
    comparison,
    surveys: new Surveys(sources),
    start: () => keeper.start(),
    stop: () => keeper.stop(),
  };
};
