import type { Cancel, Clock } from '../../../kernel/clock.ts';
import type { UnsolicitedResults } from '../receive/incoming.ts';
import type { ModemDriver } from './driver.ts';
import { upkeep } from './upkeep.ts';

const UPKEEP_MS = 30_000;
/** The interval of the upkeep in ms for a modem that doesn't announce incoming messages. */
const POLL_MS = 10_000;

export interface UpkeepTimerDeps {
  readonly clock: Clock;
  readonly driver: ModemDriver;
  readonly incoming: UnsolicitedResults;
  readonly changed: () => void;
}

/** Runs the upkeep task at intervals while the modem is ready. */
export class UpkeepTimer {
  readonly #deps: UpkeepTimerDeps;
  #cancel: Cancel | undefined;

  constructor(deps: UpkeepTimerDeps) {
    this.#deps = deps;
  }

  /** Starts the timer, unless it runs already. */
  start(): void {
    if (this.#cancel !== undefined) return;
    const { clock, driver, incoming, changed } = this.#deps;
    const polled = driver.facts.service?.indications === undefined;
    const cancel = clock.after(polled ? POLL_MS : UPKEEP_MS, () => {
      incoming.add(async (channel) => {
        const { event, sweep } = await upkeep(channel, driver.facts);
        if (event !== undefined) driver.post(event);
        if (sweep || incoming.full !== undefined) incoming.sweep();
        // If the timer was stopped meanwhile, even if it was started again, this task must not start a second timer.
        if (this.#cancel === cancel) {
          this.#cancel = undefined;
          if (driver.state.kind === 'ready') this.start();
        }
        changed();
      });
    });
    this.#cancel = cancel;
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }
}
