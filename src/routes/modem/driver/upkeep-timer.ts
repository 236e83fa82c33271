import type { Cancel, Clock } from '../../../kernel/clock.ts';
import type { Incoming } from '../receive/incoming.ts';
import type { ModemDriver } from './driver.ts';
import { upkeep } from './upkeep.ts';

const UPKEEP_MS = 30_000;
/** Of a modem that tells of no message by itself. */
const POLL_MS = 10_000;

export interface UpkeepTimerDeps {
  readonly clock: Clock;
  readonly driver: ModemDriver;
  readonly incoming: Incoming;
  readonly changed: () => void;
}

/** Has the modem looked after, time and again, while it is ready. */
export class UpkeepTimer {
  readonly #deps: UpkeepTimerDeps;
  #cancel: Cancel | undefined;

  constructor(deps: UpkeepTimerDeps) {
    this.#deps = deps;
  }

  /** Sees that the next time is set. */
  start(): void {
    if (this.#cancel !== undefined) return;
    const { clock, driver, incoming, changed } = this.#deps;
    const polled = driver.facts.service?.indications === undefined;
    const cancel = clock.after(polled ? POLL_MS : UPKEEP_MS, () => {
      incoming.add(async (channel) => {
        const { event, sweep } = await upkeep(channel, driver.facts);
        if (event !== undefined) driver.post(event);
        if (sweep) incoming.sweep();
        // Stopped meanwhile, and started again or not, this is not the one that goes on.
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
