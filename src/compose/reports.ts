import { ReportDesk, type ReportDeskDeps } from '../alerts/report/report-desk.ts';
import { ReportKeeper } from '../alerts/report/report-keeper.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Log } from '../kernel/log.ts';
import type { Store } from '../store/store.ts';

interface Reports {
  readonly desk: ReportDesk;
  start(): void;
  stop(): Promise<void>;
}

/** The reports, and what keeps their figures. */
export const composeReports = (
  store: Store,
  progress: ReportDeskDeps['progress'],
  clock: Clock,
  log: Log,
): Reports => {
  const desk = new ReportDesk({
    book: store.reports,
    alerts: store,
    audiences: store,
    answers: store,
    names: store,
    progress,
    clock,
  });
  const keeper = new ReportKeeper({ desk, clock, log });
  return { desk, start: () => keeper.start(), stop: () => keeper.stop() };
};
