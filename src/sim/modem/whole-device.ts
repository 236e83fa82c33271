import { Air } from './air.ts';
import { AtPort } from './at-port.ts';
import type { Device } from './device.ts';
import type { Family } from './families.ts';
import { MessageStore } from './message-store.ts';
import type { ModemMisbehaviour } from './misbehaviour.ts';
import { calm, changed } from './misbehaviour.ts';
import { ModemRecord } from './record.ts';
import type { Settings } from './settings.ts';
import { settingsAtStart } from './settings.ts';
import type { SimCard } from './sim-card.ts';
import { Timers } from './timers.ts';

export interface DeviceOptions {
  readonly family: Family;
  readonly imei: string;
  readonly operator: string;
  readonly sim: SimCard;
  readonly partMs: number;
  readonly reportDelayMs: number;
  readonly acknowledgeMs: number;
}

/** The callbacks by which the device acts on its surroundings. */
export interface Surroundings {
  /** Puts octets on the serial line. */
  readonly write: (text: string) => void;
  /** Called after each change of the modem's state. */
  readonly changed: () => void;
  /** Called when a part reached its phone. */
  readonly toPhone: (number: string, part: ModemRecord['sent'][number]) => void;
}

// TS 27.007 7.2 <stat>.
const NOT_SEARCHING = 0;
const HOME = 1;
const SEARCHING = 2;

/** The modem without its serial line: its parts put together. */
export class WholeDevice implements Device {
  readonly family: Family;
  readonly imei: string;
  readonly operator: string;
  readonly sim: SimCard;
  readonly store: MessageStore;
  readonly partMs: number;
  readonly reportDelayMs: number;
  readonly record = new ModemRecord();
  readonly timers = new Timers();
  readonly networkTimers = new Timers();
  readonly port: AtPort;
  readonly air: Air;
  settings: Settings;
  misbehaviour: Readonly<ModemMisbehaviour> = calm;
  ussdOpen = false;
  readonly #surroundings: Surroundings;
  #powered = false;
  #reportedRegistration = NOT_SEARCHING;

  constructor(options: DeviceOptions, surroundings: Surroundings) {
    this.family = options.family;
    this.imei = options.imei;
    this.operator = options.operator;
    this.sim = options.sim;
    this.partMs = options.partMs;
    this.reportDelayMs = options.reportDelayMs;
    this.store = new MessageStore(options.family.memories, options.family.firstIndex);
    this.settings = settingsAtStart(options.family);
    this.#surroundings = surroundings;
    this.port = new AtPort(this, surroundings.write);
    this.air = new Air(this, options.acknowledgeMs);
  }

  get registration(): number {
    if (!this.#powered || this.sim.state !== 'ready' || this.settings.functionality !== 1)
      return NOT_SEARCHING;
    return this.misbehaviour.unregistered ? SEARCHING : HOME;
  }

  get registered(): boolean {
    return this.registration === HOME && this.misbehaviour.hang === false;
  }

  changed(): void {
    this.#surroundings.changed();
  }

  toPhone(part: ModemRecord['sent'][number]): void {
    this.record.sent.push(part);
    this.#surroundings.toPhone(part.to, part);
  }

  violate(what: string): void {
    this.record.violations.push(what);
  }

  misbehave(change: Partial<ModemMisbehaviour>): void {
    this.misbehaviour = changed(this.misbehaviour, change);
    this.reconsider();
  }

  powerUp(): void {
    this.#powered = true;
    this.sim.powerUp();
    this.settings = settingsAtStart(this.family);
    this.#reportedRegistration = NOT_SEARCHING;
    this.port.unsolicited(this.family.boot);
    if (this.sim.state === 'ready') this.simReady();
    this.changed();
  }

  powerDown(): void {
    this.#powered = false;
    this.ussdOpen = false;
    this.timers.clear();
    this.port.reset();
    this.air.restarted();
    this.misbehaviour = changed(this.misbehaviour, { hang: false, cmsErrorUntilRestart: undefined });
    this.changed();
  }

  restart(): void {
    this.powerDown();
    this.record.stats.resets++;
    this.powerUp();
  }

  simReady(): void {
    this.port.unsolicited(this.family.simReady);
    this.reconsider();
  }

  reconsider(): void {
    const { registration } = this;
    if (registration !== this.#reportedRegistration) {
      this.#reportedRegistration = registration;
      for (const [name, code] of Object.entries(this.settings.registrationCodes)) {
        if (code > 0) this.port.unsolicited([`${name}: ${registration}`]);
      }
    }
    if (this.port.idle) this.air.deliver();
    this.changed();
  }

  close(): void {
    this.powerDown();
    this.networkTimers.clear();
  }
}
