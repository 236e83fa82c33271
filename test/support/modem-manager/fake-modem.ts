import type { MessageBus } from 'dbus-native';
import { FakeInterface, managerError } from './fake-object.ts';
import { type FakeSms, fakeSms, PDU, STATE, STORAGE } from './fake-sms.ts';
import {
  messagingInterface,
  modemInterface,
  networkInterface,
  simInterface,
  ussdInterface,
} from './introspection.ts';
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

/** A message that left through the fake. */
export interface SentMessage {
  readonly number: string;
  readonly text: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

const ROOT = '/org/freedesktop/ModemManager1';
/** MMModemState. */
export const MODEM_STATE = { failed: -1, locked: 2, disabled: 3, searching: 7, registered: 8 } as const;

/** What a modem needs of the fake ModemManager. */
export interface Around {
  readonly bus: MessageBus;
  /** Counts the objects of a kind, as ModemManager numbers them. */
  readonly nextId: (kind: 'Modem' | 'SIM' | 'SMS') => number;
  /** Called when something happened that a test may wait for. */
  readonly happened: () => void;
}

/** A modem of the fake ModemManager. */
export class FakeModem {
  readonly path: string;
  readonly modem: FakeInterface;
  readonly network: FakeInterface;
  readonly messaging: FakeInterface;
  readonly ussd: FakeInterface;
  readonly sim: FakeInterface;
  readonly sent: SentMessage[] = [];
  /** Each PIN that was sent. */
  readonly pins: string[] = [];
  readonly calls: string[] = [];
  readonly #around: Around;
  readonly #messages = new Map<string, FakeSms>();
  readonly #created = new Map<string, Readonly<Record<string, unknown>>>();
  #behaviour: Misbehaviour = wellBehaved;
  #reference: number;
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
    this.#reference = options.firstReference ?? 1;
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
    this.messaging = new FakeInterface(
      bus,
      this.path,
      messagingInterface,
      {
        List: () => [...this.#messages.keys()],
        Create: ({ properties }) => this.#create(properties as Readonly<Record<string, unknown>>),
        Delete: ({ path }) => this.#delete(String(path)),
      },
      { SupportedStorages: [1, 2], DefaultStorage: 2 },
    );
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
    for (const { sms } of this.#messages.values()) await sms.remove();
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
    return [...this.#messages.values()];
  }

  /** A message from a phone. A long one is first "receiving", until `completed` is called. */
  async receive(
    values: Readonly<Record<string, unknown>>,
    { isWhole = true } = {},
  ): Promise<{ readonly path: string; readonly complete: (text: string) => void }> {
    const { path, sms } = await this.#add({
      State: isWhole ? STATE.received : STATE.receiving,
      PduType: PDU.deliver,
      SMSC: '+33199000001',
      Timestamp: '2026-03-01T10:00:00+01',
      Storage: STORAGE.me,
      ...values,
    });
    this.messaging.emit('Added', path, true);
    return { path, complete: (text) => sms.set({ State: STATE.received, Text: text }) };
  }

  /** A status report, as ModemManager shows it: a message of its own. */
  async report(number: string, reference: number, deliveryState = 0): Promise<void> {
    await this.receive({
      PduType: PDU.statusReport,
      Number: number,
      MessageReference: reference,
      DeliveryState: deliveryState,
      DischargeTimestamp: '2026-03-01T10:00:05+01',
      Storage: STORAGE.none,
    });
  }

  /** A message that is there without a signal, as after a restart of the gateway. */
  put(values: Readonly<Record<string, unknown>>): Promise<FakeSms> {
    return this.#add(values);
  }

  async #add(values: Readonly<Record<string, unknown>>): Promise<FakeSms> {
    const path = `${ROOT}/SMS/${this.#around.nextId('SMS')}`;
    const made: FakeSms = await fakeSms(this.#around.bus, path, values, () => this.#send(made));
    this.#messages.set(path, made);
    return made;
  }

  async #create(properties: Readonly<Record<string, unknown>>): Promise<string> {
    const { createError } = this.#behaviour;
    if (createError !== undefined) throw managerError(...createError);
    const known = new Set(['number', 'text', 'data', 'smsc', 'validity', 'class', 'delivery-report-request']);
    const strange = Object.keys(properties).find((key) => !known.has(key));
    if (strange !== undefined)
      throw managerError('Core.InvalidArgs', `Invalid properties dictionary, unexpected key '${strange}'`);
    const { path } = await this.#add({
      State: STATE.unknown,
      PduType: PDU.submit,
      Number: properties['number'],
      Text: properties['text'],
      SMSC: properties['smsc'] ?? '',
      Class: properties['class'] ?? -1,
      DeliveryReportRequest: properties['delivery-report-request'] ?? false,
    });
    this.#created.set(path, properties);
    this.messaging.emit('Added', path, false);
    return path;
  }

  async #send({ path, sms }: FakeSms): Promise<void> {
    const { sendError, send } = this.#behaviour;
    const number = String(sms.values['Number']);
    const text = String(sms.values['Text']);
    if (sendError !== undefined) {
      this.#around.happened();
      throw managerError(...sendError);
    }
    const parts = this.#behaviour.partsOf(text);
    const first = this.#reference;
    this.#reference = (this.#reference + parts) & 0xff;
    const properties = this.#created.get(path) ?? {};
    await send(() => {
      this.sent.push({ number, text, properties });
      this.#around.happened();
    });
    const last = (first + parts - 1) & 0xff;
    sms.set({ State: STATE.sent, MessageReference: last });
    if (properties['delivery-report-request'] !== true || !this.#behaviour.reports) return;
    setImmediate(async () => {
      for (let nth = 0; nth < parts; nth++) await this.report(number, (first + nth) & 0xff);
    });
  }

  async #delete(path: string): Promise<void> {
    const message = this.#messages.get(path);
    if (this.#behaviour.deleteError !== undefined) {
      this.calls.push('Delete');
      this.#around.happened();
      throw managerError(...this.#behaviour.deleteError);
    }
    if (message === undefined) throw managerError('Core.NotFound', `No SMS found with path '${path}'`);
    this.#messages.delete(path);
    await message.sms.remove();
    this.messaging.emit('Deleted', path);
    this.#around.happened();
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
