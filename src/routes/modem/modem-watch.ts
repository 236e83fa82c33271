import type { ModemRouteConfig } from '../../config/routes/modem-route.ts';
import type { ModemDetails, SignalSlot } from '../../domain/routes/modem-details.ts';
import type { SignalRepository } from '../../domain/routes/signal-repository.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import { DAY_MS, SignalHistory } from './device/signal-history.ts';
import type { ModemDriver } from './driver/driver.ts';
import type { SimQuota } from './sim/sim-quota.ts';
import type { SimService } from './sim/sim-service.ts';
import { SimSlots } from './sim/sim-slots.ts';

export interface ModemWatchDeps {
  readonly clock: Clock;
  readonly driver: ModemDriver;
  readonly quota: SimQuota;
  readonly sim: SimService;
  readonly config: ModemRouteConfig;
  readonly log: Log;
  /** Left out: the history of the signal ends with the process. */
  readonly signals?: SignalRepository;
}

const NO_LIMITS = {
  perMinute: undefined,
  perHour: undefined,
  perDay: undefined,
  perMonth: undefined,
  recipientsPerMonth: undefined,
} as const;

/** Puts together what operators see of a modem, keeps the history of its signal, and chooses its SIM. */
export class ModemWatch {
  readonly slots: SimSlots;
  readonly #deps: ModemWatchDeps;
  readonly #history = new SignalHistory();
  #imei: string | undefined;

  constructor(deps: ModemWatchDeps) {
    this.#deps = deps;
    this.slots = new SimSlots(deps);
  }

  /** To be called after each measurement of the signal. */
  measured(): void {
    const { driver, clock } = this.#deps;
    const { identity, signalDbm, readings } = driver.facts;
    const imei = identity?.imei;
    // Another modem has another antenna, so the history of the last one says nothing about it.
    if (imei !== this.#imei) {
      this.#history.clear();
      this.#imei = imei;
      if (imei !== undefined) void this.#restore(imei);
    }
    this.slots.look();
    const { rsrp, rsrq } = readings;
    const over = this.#history.add({ dbm: signalDbm, rsrp, rsrq }, clock.now());
    if (over !== undefined && imei !== undefined) void this.#keep(imei, over);
  }

  async #restore(imei: string): Promise<void> {
    const { signals, clock, log, config } = this.#deps;
    try {
      const slots = await signals?.signalSince(imei, clock.now() - DAY_MS);
      if (slots !== undefined && imei === this.#imei) this.#history.restore(slots);
    } catch (error) {
      log.error({ err: error, route: config.id }, "the history of a modem's signal can't be read");
    }
  }

  async #keep(imei: string, slot: SignalSlot): Promise<void> {
    const { signals, log, config } = this.#deps;
    try {
      await signals?.keepSignal(imei, slot);
    } catch (error) {
      log.error({ err: error, route: config.id }, "the history of a modem's signal can't be stored");
    }
  }

  details(): ModemDetails {
    const { driver, quota, sim, clock, config } = this.#deps;
    const { identity, choice, iccid, imsi, readings, service } = driver.facts;
    return {
      manufacturer: identity?.manufacturer || undefined,
      model: identity?.model || undefined,
      firmware: identity?.revision || undefined,
      profile: choice?.profile.id,
      iccid,
      imsi,
      ownNumber: readings.ownNumber,
      serviceCentre: config.smsc ?? service?.serviceCentre,
      rsrp: readings.rsrp,
      rsrq: readings.rsrq,
      signalHistory: this.#history.list(clock.now()),
      temperature: readings.temperature,
      simSlot: this.slots.wanted.slot,
      simLeft: quota.now?.leftOfEach ?? NO_LIMITS,
      balance: sim.balance?.now,
    };
  }
}
