import { type Around, FakeMessages, ROOT, type SentMessage } from './fake-messages.ts';
import { FakeInterface, managerError } from './fake-object.ts';
import type { FakeSms } from './fake-sms.ts';
import { modemInterface, networkInterface, simInterface, ussdInterface } from './introspection.ts';
import { type Misbehaviour, wellBehaved } from './misbehaviour.ts';

export interface FakeModemOptions {
  readonly imei?: string;
  readonly iccid?: string;
  readonly imsi?: string;
  /** MMModemState at the start; 8 is "registered". */
  readonly state?: number;
  readonly registration?: number;
  /** The PIN of the SIM: with it the modem starts locked. */
  readonly pin?: string;
  readonly pinTries?: number;
  /** Whether the modem tells how often the PIN may be tried. */
  readonly showsTries?: boolean;
  /** Whether ModemManager can read the SIM. */
  readonly readable?: boolean;
  /** The first TP-MR. */
  readonly firstReference?: number;
}

/** MMModemState. */
export const MODEM_STATE = { failed: -1, locked: 2, disabled: 3, searching: 7, registered: 8 } as const;

/** A modem of the fake ModemManager. */
export class FakeModem {
  readonly path: string;
  readonly modem: FakeInterface;
  readonly network: FakeInterface;
  readonly messaging: FakeInterface;
  readonly ussd: FakeInterface;
  readonly sim: FakeInterface;
  /** Each PIN that was sent. */
  readonly pins: string[] = [];
  readonly calls: string[] = [];
  readonly #around: Around;
  readonly #messages: FakeMessages;
  #behaviour: Misbehaviour = wellBehaved;
  #pin: string | undefined;
  #pinTries: number;
  readonly #showsTries: boolean;
  readonly #readable: boolean;

  constructor(around: Around, options: FakeModemOptions) {
    const { imei = '490154203237518', iccid = '8933150319000000001', imsi = '208150000000001' } = options;
    const { bus, nextId } = around;
    this.#around = around;
    this.path = `${ROOT}/Modem/${nextId('Modem')}`;
    this.#pin = options.pin;
    this.#pinTries = options.pinTries ?? 3;
    this.#showsTries = options.showsTries ?? true;
    this.#readable = options.readable ?? true;
    const simPath = `${ROOT}/SIM/${nextId('SIM')}`;
    const state = options.state ?? (options.pin === undefined ? MODEM_STATE.registered : MODEM_STATE.locked);
    this.modem = new FakeInterface(
      bus,
      this.path,
      modemInterface,
      {
        Enable: () => this.#enable(),
        Reset: () => this.calls.push('Reset') && this.#around.happened(),
      },
      {
        Sim: simPath,
        Manufacturer: 'QUALCOMM INCORPORATED',
        Model: 'MF79U',
        Revision: 'M9200B 1.0',
        EquipmentIdentifier: imei,
        UnlockRequired: options.pin === undefined ? 1 : 2,
        UnlockRetries: this.#retries,
        State: state,
        SignalQuality: [50, true],
        OwnNumbers: ['+33639980050'],
        PowerState: 3,
      },
    );
    this.network = new FakeInterface(
      bus,
      this.path,
      networkInterface,
      {},
      {
        Imei: imei,
        RegistrationState: options.registration ?? 1,
        OperatorCode: '20815',
        OperatorName: 'Test Network',
      },
    );
    this.#messages = new FakeMessages({
      ...around,
      modem: this.path,
      firstReference: options.firstReference ?? 1,
      behaviour: () => this.#behaviour,
      calls: this.calls,
    });
    this.messaging = this.#messages.interface;
    this.ussd = new FakeInterface(
      bus,
      this.path,
      ussdInterface,
      {
        Initiate: ({ command }) => this.#behaviour.ussd(String(command)),
        Cancel: () => this.calls.push('Cancel'),
      },
      { State: 1 },
    );
    this.sim = new FakeInterface(
      bus,
      simPath,
      simInterface,
      { SendPin: ({ pin }) => this.#sendPin(String(pin)) },
      { Active: true, SimIdentifier: iccid, Imsi: imsi, OperatorIdentifier: '20815' },
    );
  }

  /** The interfaces that the modem has now: a locked one has no messages yet. */
  get interfaces(): readonly FakeInterface[] {
    const isLocked = this.modem.values['State'] === MODEM_STATE.locked;
    return isLocked ? [this.modem] : [this.modem, this.network, this.messaging, this.ussd];
  }

  async export(): Promise<void> {
    if (this.#readable) await this.sim.export({ inTree: false });
    for (const each of this.interfaces) await each.export();
  }

  async remove(): Promise<void> {
    for (const each of [...this.interfaces, this.sim]) await each.remove();
    for (const { sms } of this.messages) await sms.remove();
  }

  misbehave(misbehaviour: Partial<Misbehaviour>): void {
    this.#behaviour = { ...wellBehaved, ...misbehaviour };
  }

  get #retries(): readonly (readonly [number, number])[] {
    return this.#showsTries
      ? [
          [2, this.#pinTries],
          [4, 10],
        ]
      : [];
  }

  get messages(): readonly FakeSms[] {
    return this.#messages.all;
  }

  /** How often the gateway has asked for all messages. */
  get timesListed(): number {
    return this.#messages.timesListed;
  }

  get sent(): readonly SentMessage[] {
    return this.#messages.sent;
  }

  /** A message from a phone, see `FakeMessages`. */
  receive(...message: Parameters<FakeMessages['receive']>): ReturnType<FakeMessages['receive']> {
    return this.#messages.receive(...message);
  }

  report(...report: Parameters<FakeMessages['report']>): Promise<void> {
    return this.#messages.report(...report);
  }

  put(values: Readonly<Record<string, unknown>>): Promise<FakeSms> {
    return this.#messages.put(values);
  }

  #enable(): void {
    this.calls.push('Enable');
    this.#around.happened();
    const { enableError } = this.#behaviour;
    if (enableError !== undefined) throw managerError(...enableError);
    this.modem.set({ State: MODEM_STATE.searching });
    this.modem.set({ State: MODEM_STATE.registered });
  }

  async #sendPin(pin: string): Promise<void> {
    this.pins.push(pin);
    this.#around.happened();
    if (pin !== this.#pin) {
      this.#pinTries--;
      this.modem.set({ UnlockRequired: this.#pinTries > 0 ? 2 : 4, UnlockRetries: this.#retries });
      throw managerError('MobileEquipment.IncorrectPassword', 'Incorrect password');
    }
    this.#pinTries = 3;
    this.#pin = undefined;
    this.modem.set({
      UnlockRequired: 1,
      UnlockRetries: this.#retries,
      State: MODEM_STATE.disabled,
    });
    for (const each of [this.network, this.messaging, this.ussd]) await each.export();
  }
}
