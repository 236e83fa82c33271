import type { Clock } from '../../kernel/clock.ts';
import { Air } from './air.ts';
import { AtPort } from './at-port.ts';
import type { Device } from './device.ts';
import type { Family } from './families.ts';
import { MessageStore } from './message-store.ts';
import type { ModemMisbehaviour } from './misbehaviour.ts';
import { calm, changed } from './misbehaviour.ts';
import type { Pdu } from './pdu/pdu.ts';
import type { RadioUnit } from './radio/radio-unit.ts';
import { ModemRecord } from './record.ts';
import type { Settings } from './settings.ts';
import { settingsAtStart } from './settings.ts';
import type { SimCard } from './sim-card.ts';
import { Timers } from './timers.ts';

export interface DeviceOptions {
  readonly clock: Clock;
  readonly family: Family;
  readonly imei: string;
  readonly operator: string;
  /** The SIM of each slot. */
  readonly sims: readonly [SimCard, ...SimCard[]];
  readonly radio: RadioUnit;
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
  readonly #sims: readonly [SimCard, ...SimCard[]];
  #slot = 1;
  readonly radio: RadioUnit;
  readonly store: MessageStore;
  readonly partMs: number;
  readonly reportDelayMs: number;
  readonly record = new ModemRecord();
  readonly clock: Clock;
  readonly timers: Timers;
  readonly networkTimers: Timers;
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
    this.clock = options.clock;
    this.timers = new Timers(options.clock);
    this.networkTimers = new Timers(options.clock);
    this.imei = options.imei;
    this.operator = options.operator;
    this.#sims = options.sims;
    this.radio = options.radio;
    this.partMs = options.partMs;
    this.reportDelayMs = options.reportDelayMs;
    this.store = new MessageStore(options.family.memories, options.family.firstIndex);
    this.settings = this.#settingsAtStart();
    this.#surroundings = surroundings;
    this.port = new AtPort(this, surroundings.write);
    this.air = new Air(this, options.acknowledgeMs);
  }

  get sim(): SimCard {
    return this.#sims[this.#slot - 1] ?? this.#sims[0];
  }

  get slots(): number {
    return this.#sims.length;
  }

  /** The slot in use outlives a restart, as in Quectel modules. */
  get slot(): number {
    return this.#slot;
  }

  set slot(slot: number) {
    if (slot === this.#slot) return;
    this.#slot = slot;
    this.sim.powerUp();
    if (this.sim.state === 'ready') this.simReady();
    else this.reconsider();
  }

  get registration(): number {
    if (!this.#powered || this.sim.state !== 'ready' || this.settings.functionality !== 1)
      return NOT_SEARCHING;
    return this.misbehaviour.unregistered || this.radio.withoutNetwork ? SEARCHING : HOME;
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

  giveAway({ hex }: Pdu): void {
    this.record.givenAway.push({ at: this.clock.now(), hex });
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
    this.radio.powerUp();
    this.settings = this.#settingsAtStart();
    this.#reportedRegistration = NOT_SEARCHING;
    this.port.unsolicited(this.family.boot);
    if (this.sim.state === 'ready') this.simReady();
    this.changed();
  }

  #settingsAtStart(): Settings {
    return { ...settingsAtStart(this.family), functionality: this.radio.functionality };
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
