import type { Cancel, Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import type { ReportDesk } from './report-desk.ts';

export interface ReportKeeperDeps {
  readonly desk: Pick<ReportDesk, 'snapshot'>;
  readonly clock: Clock;
  readonly log: Log;
}

const LOOK_MS = 5000;

/** Keeps the figures of each alert as it finishes, so that they outlast its messages. */
export class ReportKeeper {
  readonly #deps: ReportKeeperDeps;
  #cancel: Cancel | undefined;
  #running: Promise<void> | undefined;
  #stopped = false;

  constructor(deps: ReportKeeperDeps) {
    this.#deps = deps;
  }

  wake(): void {
    if (this.#stopped || this.#running !== undefined) return;
    this.#cancel?.();
    this.#running = this.#deps.desk
      .snapshot()
      .then(
        () => {},
        (error: unknown) =>
          this.#deps.log.error({ err: error }, 'figures of alerts cannot be kept; tried again'),
      )
      .finally(() => {
        this.#running = undefined;
        if (!this.#stopped) this.#cancel = this.#deps.clock.after(LOOK_MS, () => this.wake());
      });
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancel?.();
    await this.#running;
  }
}
