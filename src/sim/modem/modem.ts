import { mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { dirname } from 'node:path';
import { systemClock } from '../../kernel/system-clock.ts';
import { Phones } from '../smsc/carrier/phones.ts';
import { Waiters } from '../smsc/waiters.ts';
import { familyOf } from './families.ts';
import type { ModemMisbehaviour } from './misbehaviour.ts';
import { calm } from './misbehaviour.ts';
import { cardOf, SERVICE_CENTRE, type SimModemOptions } from './options/modem-options.ts';
import { type BroadcastText, hasChannel, writeBroadcast } from './pdu/broadcast.ts';
import { writeDelivers } from './pdu/deliver.ts';
import { Pty } from './pty.ts';
import { RadioUnit } from './radio/radio-unit.ts';
import type { ModemStats, SentPart } from './record.ts';
import { WholeDevice } from './whole-device.ts';

/** A text from a phone. */
export interface PhoneText {
  /** The sender: a number, with a plus sign if it is international, or a name of up to 11 characters. */
  readonly from: string;
  readonly text: string;
  readonly at?: Date;
  /**
   * The parts of a long text, from 1, in the order in which they arrive; all in order if left out. Parts that aren't
   * listed never arrive.
   */
  readonly order?: readonly number[];
}

/**
 * A simulated GSM modem with its SIM and network, on a real pseudo-terminal that is opened like a serial port. It has
 * the commands of 3GPP TS 27.005 and 27.007 in PDU mode.
 */
export class SimModem {
  /** The texts that it sent, as the phones show them. */
  readonly phones = new Phones();
  readonly #device: WholeDevice;
  readonly #waiters = new Waiters<SimModem>(this);
  #link: string | undefined;
  #pty: Pty | undefined;
  #path = '';
  #reference = 0;

  /** @throws Error for an unknown family, or a link that can't be made */
  static async start(options: SimModemOptions = {}): Promise<SimModem> {
    const modem = new SimModem(options);
    await modem.replug();
    return modem;
  }

  private constructor(options: SimModemOptions) {
    this.#link = options.link;
    this.#device = new WholeDevice(
      {
        clock: systemClock,
        family: familyOf(options.family ?? 'generic'),
        imei: options.imei ?? '490154203237518',
        operator: options.operator ?? 'Test Network',
        sims: [cardOf(options), ...(options.secondSim === undefined ? [] : [cardOf(options.secondSim)])],
        radio: new RadioUnit(options.radio),
        partMs: options.partMs ?? 0,
        reportDelayMs: options.reportDelayMs ?? 0,
        acknowledgeMs: options.acknowledgeMs ?? 15_000,
      },
      {
        write: (text) => this.#pty?.write(Buffer.from(text, 'latin1'), this.#device.misbehaviour.trickle),
        changed: () => this.#waiters.look(),
        toPhone: (number, { text, dataCoding, concat }) =>
          this.phones.receive(number.replace(/^\+/, ''), {
            from: this.#device.sim.imsi,
            text,
            dataCoding,
            concat,
          }),
      },
    );
  }

  /** The path to open: the link if there is one, else the pseudo-terminal, which changes at each replug. */
  get path(): string {
    return this.#link ?? this.#path;
  }

  /** The SIM slot in use, from 1. */
  get slot(): number {
    return this.#device.slot;
  }

  /** The radio, with the settings that outlive a restart. */
  get radio(): RadioUnit {
    return this.#device.radio;
  }

  /** Tries left for the PIN of the SIM. */
  get pinTries(): number {
    return this.#device.sim.pinTries;
  }

  get plugged(): boolean {
    return this.#pty !== undefined;
  }

  get stats(): Readonly<ModemStats> {
    return this.#device.record.stats;
  }

  /** The parts that the network took, in order. */
  get sent(): readonly SentPart[] {
    return this.#device.record.sent;
  }

  /** The last 2,000 lines: `< ` for what the modem received, `> ` for what it sent. */
  get log(): readonly string[] {
    return this.#device.record.log;
  }

  /** Faults of the client that uses the modem: a PDU before the prompt or with a wrong length, a PUK, … */
  get violations(): readonly string[] {
    return this.#device.record.violations;
  }

  /** Whether a USSD dialogue is still open. */
  get ussdOpen(): boolean {
    return this.#device.ussdOpen;
  }

  /** Sets the amount that a USSD code tells. */
  set balance(amount: string) {
    this.#device.sim.balance = amount;
  }

  /** Number of messages in a memory, such as SM or SR. */
  stored(memory: string): number {
    return this.#device.store.used(memory);
  }

  /** Sets these faults until `calm`; others stay as they are. */
  misbehave(change: Partial<ModemMisbehaviour>): void {
    this.#device.misbehave(change);
  }

  calm(): void {
    this.#device.misbehave(calm);
  }

  /**
   * Sends a text from a phone. The network keeps it until the modem is registered and has room.
   *
   * @throws RangeError for a name that is too long, or a part that doesn't exist
   */
  receive(message: PhoneText): void {
    const { from, text, order } = message;
    const at = message.at ?? new Date(systemClock.now());
    this.#reference = (this.#reference + 1) % 256;
    const pdus = writeDelivers({ serviceCentre: SERVICE_CENTRE, from, text, at }, this.#reference);
    for (const part of order ?? pdus.map((_, index) => index + 1)) {
      const pdu = pdus[part - 1];
      if (pdu === undefined) throw new RangeError(`there is no part ${part} of ${pdus.length}`);
      this.#device.air.arrive({ kind: 'message', pdu });
    }
  }

  /** Broadcasts a text in its cell, page by page; pages that the modem didn't ask for are lost. */
  broadcast(message: BroadcastText): void {
    const { settings, port, registered } = this.#device;
    const pages = writeBroadcast(message);
    if (!registered || settings.cnmi.bm !== 2 || !hasChannel(settings.broadcasts, message.channel)) return;
    for (const page of message.order ?? pages.map((_, index) => index + 1)) {
      const pdu = pages[page - 1] ?? '';
      port.unsolicited([`+CBM: ${pdu.length / 2}`, pdu]);
    }
  }

  ring(): void {
    this.say('RING');
  }

  /** Sends an unsolicited line; it waits while a command runs. */
  say(line: string): void {
    this.#device.port.unsolicited([line]);
  }

  /** Restarts the modem, like its power button. */
  reset(): void {
    if (this.plugged) this.#device.restart();
  }

  /** Unplugs the modem: its terminal and link are gone at once, and a client that has it open sees a hang-up. */
  unplug(): void {
    this.#device.powerDown();
    if (this.#link !== undefined) rmSync(this.#link, { force: true });
    this.#pty?.close();
    this.#pty = undefined;
    this.#waiters.look();
  }

  /**
   * Plugs the modem in again, with a new terminal. Its settings are lost and the PIN is needed; the contents of SIM
   * and memories stay.
   */
  async replug(): Promise<void> {
    this.unplug();
    this.#pty = new Pty((octets) => this.#device.port.receive(octets.toString('latin1')));
    this.#path = this.#pty.path;
    if (this.#link !== undefined) link(this.#path, this.#link);
    this.#device.powerUp();
  }

  /** Plugs the modem in again under another name: the symbolic link is now this one. */
  replugAt(link: string): Promise<void> {
    this.unplug();
    this.#link = link;
    return this.replug();
  }

  /** Resolves once `predicate` holds; it is checked after every change. Rejects at `close`. */
  until(predicate: (modem: SimModem) => boolean): Promise<void> {
    return this.#waiters.until(predicate);
  }

  async close(): Promise<void> {
    this.unplug();
    this.#device.close();
    this.#waiters.close();
  }
}

/** Replaces the link atomically, so that it never points to a missing terminal. */
const link = (target: string, path: string): void => {
  mkdirSync(dirname(path), { recursive: true });
  const fresh = `${path}.new`;
  rmSync(fresh, { force: true });
  symlinkSync(target, fresh);
  renameSync(fresh, path);
};
