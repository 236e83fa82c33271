import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import { Looper } from '../../kernel/looper.ts';
import type { ReportService } from './report-service.ts';

export interface ReportKeeperDeps {
  readonly service: Pick<ReportService, 'snapshot'>;
  readonly clock: Clock;
  readonly log: Log;
}

const LOOK_MS = 5000;

/** Keeps the figures of each alert when it finishes, so that the report outlives the messages. */
export class ReportKeeper {
  readonly #looper: Looper;

  constructor({ service, clock, log }: ReportKeeperDeps) {
    const run = async (): Promise<number> => {
      await service.snapshot();
      return LOOK_MS;
    };
    this.#looper = new Looper(run, { clock, log, failure: 'figures of alerts cannot be kept; tried again' });
  }

  start(): void {
    this.#looper.start();
  }

  stop(): Promise<void> {
    return this.#looper.stop();
  }
}
