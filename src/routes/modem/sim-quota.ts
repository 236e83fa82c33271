import type { ModemRouteConfig } from '../../config/modem-route.ts';
import type { Cancel, Clock } from '../../domain/clock.ts';
import type { Log } from '../../domain/log.ts';
import type { SimBook } from '../../domain/sim-book.ts';
import type { Quota } from './quota.ts';
import { quotaOf } from './quota.ts';

export interface SimQuotaDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly simBook: SimBook;
  /** What is left has changed. */
  readonly changed: () => void;
}

/** What the limits of the SIM in this modem still allow; looks again by itself while they allow nothing. */
export class SimQuota {
  readonly #limits: ModemRouteConfig['limits'];
  readonly #deps: SimQuotaDeps;
  #quota: Quota | undefined;
  #cancel: Cancel = () => undefined;
  #closed = false;

  constructor(limits: ModemRouteConfig['limits'], deps: SimQuotaDeps) {
    this.#limits = limits;
    this.#deps = deps;
  }

  /** Undefined without limits. */
  get now(): Quota | undefined {
    return this.#quota;
  }

  /** Counts a part that the network may have. */
  async count(iccid: string): Promise<void> {
    const { clock, log, simBook } = this.#deps;
    try {
      await simBook.countParts(iccid, clock.now(), 1);
    } catch (error) {
      log.error({ err: error }, "a part can't be counted against its SIM's limits");
    }
    await this.read(iccid);
  }

  async read(iccid: string): Promise<void> {
    const { clock, log, simBook, changed } = this.#deps;
    this.#cancel();
    if (Object.values(this.#limits).every((limit) => limit === undefined)) return;
    try {
      this.#quota = quotaOf(this.#limits, await simBook.usage(iccid, clock.now()));
    } catch (error) {
      // Not known isn't unlimited: what was known last still holds.
      log.error({ err: error }, "a SIM's usage can't be read");
    }
    this.#cancel();
    if (this.#quota?.reason !== undefined && !this.#closed) {
      this.#cancel = clock.after(this.#quota.againMs, () => void this.read(iccid));
    }
    changed();
  }

  close(): void {
    this.#closed = true;
    this.#cancel();
  }
}
