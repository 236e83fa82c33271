import type { Cancel, Clock } from '../../../kernel/clock.ts';
import type { RoamingRule } from '../bring-up/network-rules.ts';
import type { Readings } from '../bring-up/readings.ts';
import type { Task, UnsolicitedResults } from '../receive/incoming.ts';
import type { ModemDriver } from './driver.ts';
import { readMore, upkeep } from './upkeep.ts';

const UPKEEP_MS = 30_000;
/** The interval of the upkeep in ms for a modem that doesn't announce incoming messages. */
const POLL_MS = 10_000;

export interface UpkeepTimerDeps {
  readonly clock: Clock;
  readonly driver: ModemDriver;
  readonly incoming: UnsolicitedResults;
  readonly roaming: RoamingRule;
  readonly changed: () => void;
  /** Called after the signal was measured. */
  readonly measured: () => void;
}

/** Runs the upkeep task at intervals while the modem is ready, also after a run that failed. */
export class UpkeepTimer {
  readonly #deps: UpkeepTimerDeps;
  #cancel: Cancel | undefined;
  /** The readings that were filled in once. There are new ones each time the modem is brought up. */
  #looked: Readings | undefined;

  constructor(deps: UpkeepTimerDeps) {
    this.#deps = deps;
  }

  /** Starts the timer, unless it runs already. */
  start(): void {
    if (this.#cancel !== undefined) return;
    const { clock, driver, incoming, roaming, changed, measured } = this.#deps;
    const polled = driver.facts.service?.indications === undefined;
    const cancel = clock.after(polled ? POLL_MS : UPKEEP_MS, () => {
      incoming.add(async (channel) => {
        try {
          this.#looked = driver.facts.readings;
          const { event, sweep } = await upkeep(channel, driver.facts, roaming);
          if (event !== undefined) driver.post(event);
          else measured();
          if (sweep || incoming.full !== undefined) incoming.sweep();
        } finally {
          // If the timer was stopped meanwhile, even if it was started again, this task must not start a second timer.
          if (this.#cancel === cancel) {
            this.#cancel = undefined;
            if (driver.state.kind === 'ready') this.start();
          }
          changed();
        }
      });
    });
    this.#cancel = cancel;
  }

  /**
   * The task that reads what needn't be known before the first message: the SIM's number, RSRP, the temperature. There
   * is one each time that the modem is brought up, to be run when no part waits: a modem that is silent on a command
   * takes seconds.
   */
  firstLook(): Task | undefined {
    const { driver, changed, measured } = this.#deps;
    const { facts } = driver;
    if (this.#looked === facts.readings) return undefined;
    this.#looked = facts.readings;
    return async (channel) => {
      await readMore(channel, facts);
      measured();
      changed();
    };
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }
}
