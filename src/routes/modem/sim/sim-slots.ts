import type { ModemRouteConfig } from '../../../config/routes/modem-route.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { Log } from '../../../kernel/log.ts';
import type { WantedModem } from '../bring-up/bring-up.ts';
import type { ModemDriver } from '../driver/driver.ts';
import type { SimQuota } from './sim-quota.ts';

export interface SimSlotsDeps {
  readonly config: ModemRouteConfig;
  readonly clock: Clock;
  readonly log: Log;
  readonly driver: ModemDriver;
  readonly quota: SimQuota;
}

/** How long a SIM may be without a network, or locked, until the next slot is tried, in ms. */
const PATIENCE_MS = 3 * 60_000;
/**
 * The shortest and longest stay in a slot whose SIM can't send, while no SIM can, in ms. It doubles with each change.
 */
const STAY_MS = 10 * 60_000;
const MOST_STAY_MS = 60 * 60_000;

/**
 * Chooses the SIM of a modem with several slots: the next one when this one may send no more, is refused by the
 * network, has none, or stays locked.
 */
export class SimSlots {
  readonly #deps: SimSlotsDeps;
  #index = 0;
  /** Since when the SIM in use could not send, by the clock's elapsed time; undefined while it can. */
  #idleSince: number | undefined;
  /** The number of changes since a SIM could last send. */
  #changes = 0;
  #changedAt = 0;

  constructor(deps: SimSlotsDeps) {
    this.#deps = deps;
  }

  /** The modem to bring up, with the slot and the PIN of its SIM. */
  get wanted(): WantedModem {
    const { config } = this.#deps;
    const slot = config.simSlots?.[this.#index];
    return slot === undefined ? config : { ...config, slot: slot.slot, pin: slot.pin };
  }

  /** To be called when the state of the modem or the quota of its SIM may have changed. */
  look(): void {
    const { config, clock, log, driver } = this.#deps;
    const { simSlots } = config;
    if (simSlots === undefined) return;
    const now = clock.elapsed();
    const reason = this.#whyChange(now);
    const stayedMs = now - this.#changedAt;
    if (reason === undefined || (this.#changes > 0 && stayedMs < this.#stayMs)) return;
    this.#index = (this.#index + 1) % simSlots.length;
    this.#changes++;
    this.#changedAt = now;
    this.#idleSince = undefined;
    log.warn(
      { route: config.id, slot: simSlots[this.#index]?.slot, reason },
      'the modem changes to another SIM',
    );
    driver.changeSim();
  }

  get #stayMs(): number {
    const rounds = Math.floor((this.#changes + 1) / (this.#deps.config.simSlots?.length ?? 1));
    // Each SIM is tried once, then all are tried again more and more rarely.
    return rounds === 0 ? 0 : Math.min(MOST_STAY_MS, STAY_MS * 2 ** Math.min(rounds - 1, 8));
  }

  /** Why another SIM should be used; undefined if this one can send, or it isn't known yet that it can't. */
  #whyChange(now: number): string | undefined {
    const { driver, quota } = this.#deps;
    const { state } = driver;
    switch (state.kind) {
      case 'ready': {
        this.#idleSince = undefined;
        const { reason, isShort, noNewRecipient } = quota.now ?? {};
        // A change of the SIM takes longer than a limit by the minute.
        if (reason !== undefined && isShort === true) return undefined;
        const spent = reason ?? noNewRecipient;
        if (spent === undefined) this.#changes = 0;
        return spent;
      }
      case 'quarantined':
        return state.reason;
      case 'locked':
      case 'registering':
        this.#idleSince ??= now;
        return now - this.#idleSince >= PATIENCE_MS ? state.reason : undefined;
      case 'waking':
      case 'sending':
        return undefined;
      case 'absent':
      case 'recovering':
        this.#idleSince = undefined;
        return undefined;
    }
  }
}
