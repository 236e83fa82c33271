import { defineInterface, type ExportRegistration, type MessageBus, Variant } from 'dbus-native';
import type { Introspection } from './introspection.ts';

/** An error that a method answers, by its name on D-Bus. */
export class NamedError extends Error {
  readonly dbusName: string;

  constructor(name: string, text: string) {
    super(text);
    this.dbusName = name;
  }
}

const PREFIX = 'org.freedesktop.ModemManager1.Error';

/** @param name such as `Core.WrongState` */
export const managerError = (name: string, text: string): NamedError =>
  new NamedError(name.startsWith('org.') ? name : `${PREFIX}.${name}`, text);

const EMPTY: Readonly<Record<string, unknown>> = { s: '', o: '/', b: false, i: 0, u: 0, '(ub)': [0, false] };
const emptyOf = (type: string): unknown =>
  EMPTY[type] ??
  (type === '(uu)' ? [0, 0] : type === '(uv)' ? [0, new Variant('u', 0)] : type === 'a{sv}' ? {} : []);

export type Handlers = Readonly<Record<string, (args: Readonly<Record<string, unknown>>) => unknown>>;

/** One interface of an object on the bus: its values, and what its methods do. A method that the fake lacks fails. */
export class FakeInterface {
  readonly values: Record<string, unknown>;
  readonly name: string;
  readonly #bus: MessageBus;
  readonly #path: string;
  readonly #defined: ReturnType<typeof defineInterface>;
  #registration: ExportRegistration | undefined;

  constructor(
    bus: MessageBus,
    path: string,
    { name, methods, signals, properties }: Introspection,
    handlers: Handlers,
    values: Readonly<Record<string, unknown>> = {},
  ) {
    this.#bus = bus;
    this.#path = path;
    this.name = name;
    this.values = Object.fromEntries(
      Object.entries(properties).map(([key, type]) => [key, values[key] ?? emptyOf(type)]),
    );
    this.#defined = defineInterface({
      name,
      methods: Object.fromEntries(
        Object.entries(methods).map(([member, [given, out]]) => [
          member,
          {
            in: { ...given },
            out: { ...out },
            handler: (args: Readonly<Record<string, unknown>>) => {
              const handler = handlers[member];
              if (handler === undefined)
                throw managerError('Core.Unsupported', `${member} is not in the fake`);
              return handler(args);
            },
          },
        ]),
      ),
      signals: Object.fromEntries(
        Object.entries(signals).map(([signal, args]) => [signal, { args: { ...args } }]),
      ),
      properties: Object.fromEntries(
        Object.entries(properties).map(([key, type]) => [
          key,
          { type, access: 'read' as const, get: () => this.values[key] },
        ]),
      ),
    });
  }

  /** @param inTree whether the object is one of those that the object manager lists; only modems are */
  async export({ inTree = true } = {}): Promise<void> {
    this.#registration = await this.#bus.export(this.#path, this.#defined);
    if (!inTree) Object.defineProperty(this.#bus.exportedObjects, this.#path, { enumerable: false });
  }

  async remove(): Promise<void> {
    await this.#registration?.remove();
  }

  emit(signal: string, ...args: readonly unknown[]): void {
    this.#defined.emit[signal]?.(...args);
  }

  set(changed: Readonly<Record<string, unknown>>): void {
    Object.assign(this.values, changed);
    this.#bus.emitPropertiesChanged(this.#path, this.name, { ...changed });
  }
}
