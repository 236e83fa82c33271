import { mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { dirname } from 'node:path';
import { Phones } from '../smsc/carrier/phones.ts';
import { Waiters } from '../smsc/waiters.ts';
import { familyOf } from './families.ts';
import type { ModemMisbehaviour } from './misbehaviour.ts';
import { calm } from './misbehaviour.ts';
import { writeDelivers } from './pdu/deliver.ts';
import { Pty } from './pty.ts';
import type { ModemStats, SentPart } from './record.ts';
import { SimCard } from './sim-card.ts';
import { WholeDevice } from './whole-device.ts';

const SERVICE_CENTRE = '+33199000001';

export interface SimModemOptions {
  /** 15 digits. */
  imei?: string;
  iccid?: string;
  imsi?: string;
  /** The SIM asks for it at each start; left out: it asks for none. */
  pin?: string;
  operator?: string;
  /** One of `families`; left out: generic. */
  family?: string;
  /** Radio time of one part; 2,700 is that of a good modem in life. */
  partMs?: number;
  /** From the network's taking a part to its status report. */
  reportDelayMs?: number;
  /** How long AT+CNMA may take; 15 s in life. */
  acknowledgeMs?: number;
  /** TP-MR of the first part, 0 to 255. */
  firstReference?: number;
  /** A symbolic link to the terminal: the name that stays when the terminal is another one. */
  link?: string;
}

/** A text from a phone. */
export interface PhoneText {
  /** A number, international with its plus sign, or a name of up to 11 characters. */
  readonly from: string;
  readonly text: string;
  readonly at?: Date;
  /** Of a long one: the parts, from 1, as they arrive; left out: in order. Those not named never arrive. */
  readonly order?: readonly number[];
}

/**
 * A GSM modem with its SIM and a network around it, on a real pseudo-terminal: the commands of 3GPP TS 27.005 and
 * 27.007 in PDU mode, to be opened as a serial port would be.
 */
export class SimModem {
  /** What the texts that it sent look like where they arrive. */
  readonly phones = new Phones();
  readonly #device: WholeDevice;
  readonly #waiters = new Waiters<SimModem>(this);
  readonly #link: string | undefined;
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
    const imsi = options.imsi ?? '001010000000001';
    this.#device = new WholeDevice(
      {
        family: familyOf(options.family ?? 'generic'),
        imei: options.imei ?? '490154203237518',
        operator: options.operator ?? 'Test Network',
        sim: new SimCard({
          iccid: options.iccid ?? '8988211000000000017',
          imsi,
          pin: options.pin,
          serviceCentre: SERVICE_CENTRE,
          firstReference: options.firstReference ?? 0,
        }),
        partMs: options.partMs ?? 0,
        reportDelayMs: options.reportDelayMs ?? 0,
        acknowledgeMs: options.acknowledgeMs ?? 15_000,
      },
      {
        write: (text) => this.#pty?.write(Buffer.from(text, 'latin1'), this.#device.misbehaviour.trickle),
        changed: () => this.#waiters.look(),
        toPhone: (number, { text, dataCoding, concat }) =>
          this.phones.receive(number.replace(/^\+/, ''), { from: imsi, text, dataCoding, concat }),
      },
    );
  }

  /** What to open: the link, or else the pseudo-terminal, which is another one after a replug. */
  get path(): string {
    return this.#link ?? this.#path;
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

  /** The last 2,000 lines: `< ` what it was told, `> ` what it said. */
  get log(): readonly string[] {
    return this.#device.record.log;
  }

  /** What whoever uses the modem did and mustn't: a PDU before the prompt or with a wrong length, a PUK … */
  get violations(): readonly string[] {
    return this.#device.record.violations;
  }

  /** A USSD dialogue that nobody has ended. */
  get ussdOpen(): boolean {
    return this.#device.ussdOpen;
  }

  /** Messages that a memory, such as SM or SR, holds. */
  stored(memory: string): number {
    return this.#device.store.used(memory);
  }

  /** From now on, until `calm`; what isn't named stays as it is. */
  misbehave(change: Partial<ModemMisbehaviour>): void {
    this.#device.misbehave(change);
  }

  calm(): void {
    this.#device.misbehave(calm);
  }

  /** The network keeps it until the modem is registered and has room. @throws RangeError for a name too long */
  receive(message: PhoneText): void {
    const { from, text, order } = message;
    const at = message.at ?? new Date();
    this.#reference = (this.#reference + 1) % 256;
    const pdus = writeDelivers({ serviceCentre: SERVICE_CENTRE, from, text, at }, this.#reference);
    for (const part of order ?? pdus.map((_, index) => index + 1)) {
      const pdu = pdus[part - 1];
      if (pdu === undefined) throw new RangeError(`there is no part ${part} of ${pdus.length}`);
      this.#device.air.arrive({ kind: 'message', pdu });
    }
  }

  ring(): void {
    this.say('RING');
  }

  /** Any line that no command asked for; it waits while a command runs. */
  say(line: string): void {
    this.#device.port.unsolicited([line]);
  }

  /** The power button. */
  reset(): void {
    if (this.plugged) this.#device.restart();
  }

  /** The terminal, and the link to it, are gone at once; whoever has it open sees it hang up. */
  unplug(): void {
    this.#device.powerDown();
    if (this.#link !== undefined) rmSync(this.#link, { force: true });
    this.#pty?.close();
    this.#pty = undefined;
    this.#waiters.look();
  }

  /** Back with a new terminal, at its start: settings forgotten, PIN asked for; SIM and memories as they were. */
  async replug(): Promise<void> {
    this.unplug();
    this.#pty = new Pty((octets) => this.#device.port.receive(octets.toString('latin1')));
    this.#path = this.#pty.path;
    if (this.#link !== undefined) link(this.#path, this.#link);
    this.#device.powerUp();
  }

  /** Resolves once `predicate` holds; looked at whenever anything happens. Rejects at `close`. */
  until(predicate: (modem: SimModem) => boolean): Promise<void> {
    return this.#waiters.until(predicate);
  }

  async close(): Promise<void> {
    this.unplug();
    this.#device.close();
    this.#waiters.close();
  }
}

/** At no moment is there a link that leads nowhere. */
const link = (target: string, path: string): void => {
  mkdirSync(dirname(path), { recursive: true });
  const fresh = `${path}.new`;
  rmSync(fresh, { force: true });
  symlinkSync(target, fresh);
  renameSync(fresh, path);
};
