import type { MessageBus } from 'dbus-native';
import { FakeInterface, managerError } from './fake-object.ts';
import { type FakeSms, fakeSms, PDU, STATE, STORAGE } from './fake-sms.ts';
import { messagingInterface } from './introspection.ts';
import type { Misbehaviour } from './misbehaviour.ts';

/** A message that left through the fake. */
export interface SentMessage {
  readonly number: string;
  readonly text: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

export const ROOT = '/org/freedesktop/ModemManager1';

/** What a modem needs of the fake ModemManager. */
export interface Around {
  readonly bus: MessageBus;
  /** Counts the objects of a kind, as ModemManager numbers them. */
  readonly nextId: (kind: 'Modem' | 'SIM' | 'SMS') => number;
  /** Called when something happened that a test may wait for. */
  readonly happened: () => void;
}

export interface FakeMessagesDeps extends Around {
  /** The path of the modem. */
  readonly modem: string;
  /** The first TP-MR. */
  readonly firstReference: number;
  readonly behaviour: () => Misbehaviour;
  /** Collects the calls that tests ask for. */
  readonly calls: string[];
}

/** The messages of a modem of the fake ModemManager. */
export class FakeMessages {
  readonly interface: FakeInterface;
  readonly sent: SentMessage[] = [];
  readonly #around: FakeMessagesDeps;
  readonly #behaviour: () => Misbehaviour;
  readonly #messages = new Map<string, FakeSms>();
  readonly #created = new Map<string, Readonly<Record<string, unknown>>>();
  #reference: number;
  #timesListed = 0;

  constructor(deps: FakeMessagesDeps) {
    this.#around = deps;
    this.#behaviour = deps.behaviour;
    this.#reference = deps.firstReference;
    this.interface = new FakeInterface(
      deps.bus,
      deps.modem,
      messagingInterface,
      {
        List: () => this.#list(),
        Create: ({ properties }) => this.#create(properties as Readonly<Record<string, unknown>>),
        Delete: ({ path }) => this.#delete(String(path)),
      },
      { SupportedStorages: [1, 2], DefaultStorage: 2 },
    );
  }

  /** How often the gateway has asked for all messages. */
  get timesListed(): number {
    return this.#timesListed;
  }

  get all(): readonly FakeSms[] {
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
    this.interface.emit('Added', path, true);
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
    const { createError } = this.#behaviour();
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
    this.interface.emit('Added', path, false);
    return path;
  }

  #list(): readonly string[] {
    this.#timesListed++;
    this.#around.happened();
    return [...this.#messages.keys()];
  }

  async #send({ path, sms }: FakeSms): Promise<void> {
    const { sendError, send } = this.#behaviour();
    const number = String(sms.values['Number']);
    const text = String(sms.values['Text']);
    if (sendError !== undefined) {
      this.#around.happened();
      throw managerError(...sendError);
    }
    const parts = this.#behaviour().partsOf(text);
    const first = this.#reference;
    this.#reference = (this.#reference + parts) & 0xff;
    const properties = this.#created.get(path) ?? {};
    await send(() => {
      this.sent.push({ number, text, properties });
      this.#around.happened();
    });
    const last = (first + parts - 1) & 0xff;
    sms.set({ State: STATE.sent, MessageReference: last });
    if (properties['delivery-report-request'] !== true || !this.#behaviour().reports) return;
    setImmediate(async () => {
      for (let nth = 0; nth < parts; nth++) await this.report(number, (first + nth) & 0xff);
    });
  }

  async #delete(path: string): Promise<void> {
    const message = this.#messages.get(path);
    const { deleteError } = this.#behaviour();
    if (deleteError !== undefined) {
      this.#around.calls.push('Delete');
      this.#around.happened();
      throw managerError(...deleteError);
    }
    if (message === undefined) throw managerError('Core.NotFound', `No SMS found with path '${path}'`);
    this.#messages.delete(path);
    await message.sms.remove();
    this.interface.emit('Deleted', path);
    this.#around.happened();
  }
}
