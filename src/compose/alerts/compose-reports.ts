import { ReportKeeper } from '../../alerts/report/report-keeper.ts';
import { ReportService, type ReportServiceDeps } from '../../alerts/report/report-service.ts';
import { pricesOf } from '../../config/prices.ts';
import type { Config } from '../../config/schema.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import type { Store } from '../../store/store.ts';

interface Reports {
  readonly service: ReportService;
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
  const service = new ReportService({
    repository: store.reports,
    alerts: store,
    audiences: store,
    answers: store,
    names: store,
    prices: pricesOf(config),
    timeZone: config.timeZone,
    progress,
    clock,
  });
  const keeper = new ReportKeeper({ service, clock, log });
  return { service, start: () => keeper.start(), stop: () => keeper.stop() };
};
