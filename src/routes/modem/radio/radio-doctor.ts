import type { ModemRouteConfig } from '../../../config/routes/modem-route.ts';
import type { Msisdn } from '../../../domain/messages/msisdn.ts';
import type { RadioCheck, RadioCheckStart, TechnologyCheck } from '../../../domain/routes/radio-check.ts';
import type { RadioTechnology } from '../../../domain/routes/registration.ts';
import type { RouteInbound, RouteReceipt } from '../../../domain/routes/route.ts';
import type { Log } from '../../../kernel/log.ts';
import type { AtChannel } from '../at/at-channel.ts';
import { noteOperator, noteRegistration } from '../bring-up/modem-facts.ts';
import {
  LIMITED_MODES,
  type RadioMode,
  readNetworkMode,
  setNetworkMode,
} from '../bring-up/radio-settings.ts';
import { readOperator, readRegistration } from '../bring-up/registration.ts';
import type { ModemSettings } from '../device/profile.ts';
import type { ModemDriver } from '../driver/driver.ts';
import type { UnsolicitedResults } from '../receive/incoming.ts';
import type { SentLog } from '../send/sent-log.ts';
import { simName } from '../sim/sim-name.ts';
import type { SimQuota } from '../sim/sim-quota.ts';
import { loadNetworks } from './announcements.ts';
import { awaitNetwork } from './await-network.ts';
import type { ProofSeeker } from './check-events.ts';
import { CheckHold, type CheckHoldDeps } from './check-hold.ts';
import { CheckMessages } from './check-messages.ts';
import { readOwnNumber } from './own-number.ts';
import { radioWarnings } from './radio-warnings.ts';

export interface RadioDoctorDeps extends CheckHoldDeps {
  readonly config: ModemRouteConfig;
  readonly log: Log;
  readonly random: () => number;
  readonly driver: ModemDriver;
  readonly quota: SimQuota;
  readonly sent: Pick<SentLog, 'settled'>;
  /** Why no check can begin now; undefined if one can. */
  readonly busy: () => string | undefined;
  readonly incoming: () => UnsolicitedResults;
  /** Whether a message waits for the modem: it goes before the check. */
  readonly wanted: () => boolean;
  /** Called when a check began or ended, too. */
  readonly changed: () => void;
  /** Whether the check may limit a radio whose mode the configuration keeps. */
  readonly mayLimitKept?: boolean;
}

/**
 * Finds out on which technologies messages leave: limits the radio to one after the other, and sends a message on each.
 * A message that the route is given meanwhile breaks the check off, and leaves once the limit is lifted.
 */
export class RadioDoctor implements ProofSeeker {
  readonly #deps: RadioDoctorDeps;
  readonly #messages: CheckMessages;
  #last: RadioCheck | undefined;
  /** The check that was asked for, until it has ended. */
  #asked: PromiseWithResolvers<RadioCheckStart> | undefined;
  readonly #hold: CheckHold;

  constructor(deps: RadioDoctorDeps) {
    this.#deps = deps;
    this.#hold = new CheckHold(deps);
    this.#messages = new CheckMessages({
      ...deps,
      simName: () => simName(deps.driver.facts, deps.config.id),
      nextIncoming: () => deps.incoming().next(),
      goOn: () => this.#goOn(),
    });
  }

  /** The last check, or the one that runs; undefined if there was none since the start. */
  get last(): RadioCheck | undefined {
    return this.#last;
  }

  get running(): boolean {
    return this.#asked !== undefined;
  }

  /** Whether a message waited in vain for the end of the check, so that the route takes none until it has ended. */
  get isHoldingUp(): boolean {
    return this.#hold.isHoldingUp;
  }

  /** To be called when the route is given a message: it breaks off the check. */
  messageWaits(): void {
    if (this.running) this.#hold.begin();
  }

  arrived(message: RouteInbound): boolean {
    return this.#messages.arrived(message);
  }

  reported(receipt: RouteReceipt): Promise<boolean> {
    return this.#messages.reported(receipt);
  }

  /** @param to left out: the SIM's own number */
  check(to: Msisdn | undefined): Promise<RadioCheckStart> {
    const { busy, changed, driver, incoming } = this.#deps;
    const aside = driver.state.kind === 'quarantined' ? 'the SIM is set aside' : undefined;
    const reason = this.running ? 'a check of the radio is running' : (aside ?? busy());
    if (reason !== undefined) return Promise.resolve({ kind: 'notNow', reason });
    const start = Promise.withResolvers<RadioCheckStart>();
    this.#asked = start;
    incoming().add(async (channel) => {
      if (this.#asked !== start) return;
      try {
        await this.#begin(channel, to, start);
      } finally {
        if (this.#asked === start) this.#end();
        changed();
      }
    });
    changed();
    return start.promise;
  }

  /** Ends the check, since the modem is out of service. */
  forget(): void {
    this.#asked?.resolve({ kind: 'notNow', reason: 'the modem went out of service' });
    this.#end();
  }

  #end(): void {
    this.#asked = undefined;
    this.#hold.end();
  }

  async #begin(
    channel: AtChannel,
    to: Msisdn | undefined,
    start: PromiseWithResolvers<RadioCheckStart>,
  ): Promise<void> {
    const { clock, config, driver, log } = this.#deps;
    const number = to ?? (await readOwnNumber(channel));
    const settings = driver.facts.choice?.profile.settings;
    if (number === undefined || settings === undefined) {
      start.resolve({ kind: 'noNumber' });
      return;
    }
    const done = Promise.withResolvers<RadioCheck>();
    const begun: RadioCheck = {
      state: 'running',
      to: number,
      startedAt: clock.now(),
      endedAt: undefined,
      technologies: [],
      warnings: [],
      reason: undefined,
    };
    this.#last = begun;
    start.resolve({ kind: 'started', done: done.promise });
    try {
      await this.#run(channel, settings, number);
      const { technologies } = this.#last;
      const warnings = radioWarnings(technologies, driver.facts.imsi, await loadNetworks());
      this.#note({ state: 'finished', warnings });
      log.info({ route: config.id, technologies, warnings }, 'the radio was checked');
    } catch (error) {
      log.warn({ route: config.id, err: error }, 'the check of the radio broke off');
      this.#note({ state: 'failed', reason: error instanceof Error ? error.message : String(error) });
    }
    this.#note({ endedAt: clock.now() });
    done.resolve(this.#last);
  }

  async #run(channel: AtChannel, settings: ModemSettings, to: Msisdn): Promise<void> {
    const { config, mayLimitKept = false } = this.#deps;
    const before = await readNetworkMode(channel, settings);
    const wished = config.networkMode === 'keep' ? undefined : config.networkMode;
    // If the gateway ended during the check, nobody would lift the limit: with `keep` the next start leaves it.
    const modes = wished === undefined && !mayLimitKept ? [] : LIMITED_MODES;
    let limited = false;
    try {
      for (const mode of modes) {
        this.#goOn();
        const technology = mode.toUpperCase() as RadioTechnology;
        if (await setNetworkMode(channel, settings, mode)) {
          limited = true;
          this.#add(await this.#try(channel, settings, to, technology));
        } else this.#add({ technology, result: 'notOffered', reason: undefined, tookMs: undefined });
      }
    } finally {
      if (limited) await this.#goBack(channel, settings, wished ?? before ?? 'auto');
    }
    // The radio of some modems can't be limited: then the message goes by the network that the modem has.
    if (!limited) this.#add(await this.#try(channel, settings, to, undefined));
  }

  async #try(
    channel: AtChannel,
    settings: ModemSettings,
    to: Msisdn,
    technology: RadioTechnology | undefined,
  ): Promise<TechnologyCheck> {
    const found = await awaitNetwork(channel, technology, this.#deps.clock, () => this.#goOn());
    if (typeof found === 'string') {
      return { technology, result: 'noNetwork', reason: found, tookMs: undefined };
    }
    const told = technology ?? found.technology;
    const sent = await this.#messages.send(channel, settings, to, told);
    return { technology: told, ...sent };
  }

  /** Lifts the limit. While the modem is in service, waits until it is registered again. */
  async #goBack(channel: AtChannel, settings: ModemSettings, mode: RadioMode): Promise<void> {
    const { driver, log, config, clock } = this.#deps;
    if (!(await setNetworkMode(channel, settings, mode))) {
      log.error(
        { route: config.id, mode },
        'the modem refuses the network mode that it had before the check',
      );
    }
    if (!this.running) return;
    await awaitNetwork(channel, undefined, clock, () => undefined);
    const registration = await readRegistration(channel);
    if (registration === 'mute') return;
    noteRegistration(driver.facts, registration);
    noteOperator(driver.facts, await readOperator(channel));
    if (!registration.usable) driver.post({ kind: 'unregistered', reason: registration.words });
  }

  /** @throws Error if the check has to end */
  #goOn(): void {
    if (this.#asked === undefined) throw new Error('the modem went out of service');
    if (this.#hold.isWanted || this.#deps.wanted())
      throw new Error('a message had to leave: disable the route, then check again');
  }

  #add(check: TechnologyCheck): void {
    this.#note({ technologies: [...(this.#last?.technologies ?? []), check] });
  }

  #note(change: Partial<RadioCheck>): void {
    if (this.#last !== undefined) this.#last = { ...this.#last, ...change };
  }
}
