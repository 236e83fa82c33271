import type { ManagedObjects, Message, MessageBus } from 'dbus-native';
import { PROPERTIES, ROOT, SERVICE } from './names.ts';

/** The address of the system bus, if the environment names none (D-Bus specification, "Well-known message buses"). */
const SYSTEM_BUS = 'unix:path=/var/run/dbus/system_bus_socket';
/** How long most calls may take, ms. */
const CALL_MS = 25_000;

/** The reply to a call of a method. */
export type Reply<T> =
  | { readonly kind: 'ok'; readonly value: T }
  /** An error by name, such as `org.freedesktop.ModemManager1.Error.Core.WrongState`, with its text. */
  | { readonly kind: 'error'; readonly name: string; readonly text: string }
  /** No reply comes: ModemManager or the bus ended, or the time was over. */
  | { readonly kind: 'lost'; readonly reason: string };

export interface Call {
  readonly path: string;
  readonly interface: string;
  readonly member: string;
  readonly signature?: string;
  readonly body?: readonly unknown[];
  /** The longest time to wait for the reply, ms; 0: no limit. */
  readonly timeoutMs?: number;
}

/** The interfaces of one object, with their properties. */
export type Interfaces = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export interface BusEvents {
  /** A modem came or went, or one of its properties changed. */
  readonly modems: () => void;
  /** A signal of an object that isn't in the tree of modems, such as a message or a SIM. */
  readonly signal: (path: string, member: string, body: readonly unknown[]) => void;
  /** ModemManager or the bus ended; called once, and not after `close`. */
  readonly ended: (reason: string) => void;
}

/** A connection to a bus on which ModemManager runs. It is not renewed: after `ended` a new one is made. */
export class ManagerBus {
  readonly #bus: MessageBus;
  readonly #objects: ManagedObjects;
  #isEnded = false;

  private constructor(bus: MessageBus, objects: ManagedObjects, events: BusEvents) {
    this.#bus = bus;
    this.#objects = objects;
    const end = (reason: string) => {
      if (this.#isEnded) return;
      this.#isEnded = true;
      events.ended(reason);
    };
    for (const change of ['added', 'removed', 'changed']) objects.on(change, events.modems);
    objects.on('stale', () => end('ModemManager ended'));
    bus.connection.on('close', () => end('the connection to the D-Bus ended'));
    bus.connection.on('message', ({ sender, path, member, body }: Message) => {
      if (sender === objects.owner && path !== undefined && member !== undefined)
        events.signal(path, member, body ?? []);
    });
  }

  /**
   * @param address the address of the bus; undefined: the system bus
   * @throws Error if the bus can't be reached, or ModemManager doesn't run
   */
  static async connect(address: string | undefined, events: BusEvents): Promise<ManagerBus> {
    // The package is loaded only here: a gateway without such modems doesn't need the memory.
    const { createClient } = await import('dbus-native');
    const busAddress = address ?? process.env['DBUS_SYSTEM_BUS_ADDRESS'] ?? SYSTEM_BUS;
    const bus = createClient({ busAddress, timeout: CALL_MS });
    let trouble: string | undefined;
    bus.connection.on('error', (error) => {
      trouble ??= error.message;
    });
    try {
      // The rule comes before the tree is read, so that no signal is missed in between.
      await bus.addMatch(`type='signal',sender='${SERVICE}',path_namespace='${ROOT}'`);
      return new ManagerBus(bus, await bus.objects(SERVICE, ROOT), events);
    } catch (error) {
      await bus.close().catch(() => undefined);
      const text = trouble ?? wordsOf(error);
      throw new Error(
        /NameHasNoOwner|ServiceUnknown/.test(nameOf(error) ?? '')
          ? 'ModemManager does not run'
          : `the D-Bus can't be used: ${text}`,
        { cause: error },
      );
    }
  }

  /** The modems that ModemManager knows, by path. */
  get modems(): Readonly<Record<string, Interfaces>> {
    return this.#isEnded ? {} : this.#objects.objects;
  }

  /** Never rejects. */
  async call<T = undefined>({ timeoutMs = CALL_MS, body, ...call }: Call): Promise<Reply<T>> {
    if (this.#isEnded) return { kind: 'lost', reason: 'ModemManager ended' };
    const message = { destination: SERVICE, ...call, ...(body && { body: [...body] }) };
    try {
      return { kind: 'ok', value: await this.#bus.invoke<T>(message, { timeout: timeoutMs }) };
    } catch (error) {
      const name = nameOf(error);
      // The bus answers NoReply in the place of a program that ended before its reply.
      return name === undefined || LOST.test(name)
        ? { kind: 'lost', reason: wordsOf(error) }
        : { kind: 'error', name, text: wordsOf(error) };
    }
  }

  /** All properties of one interface of an object. */
  properties(path: string, ofInterface: string): Promise<Reply<Readonly<Record<string, unknown>>>> {
    return this.call({
      path,
      interface: PROPERTIES,
      member: 'GetAll',
      signature: 's',
      body: [ofInterface],
    });
  }

  async close(): Promise<void> {
    this.#isEnded = true;
    await this.#bus.close().catch(() => undefined);
  }
}

const LOST = /^org\.freedesktop\.DBus\.Error\.(NoReply|Disconnected|Timeout|TimedOut)$/;

const nameOf = (error: unknown): string | undefined =>
  error instanceof Error && 'dbusName' in error && typeof error.dbusName === 'string'
    ? error.dbusName
    : undefined;

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
