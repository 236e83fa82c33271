import { createClient, type MessageBus } from 'dbus-native';
import { FakeModem, type FakeModemOptions } from './fake-modem.ts';
import { FakeInterface } from './fake-object.ts';
import { managerInterface } from './introspection.ts';

const SERVICE = 'org.freedesktop.ModemManager1';
const ROOT = '/org/freedesktop/ModemManager1';

/**
 * A ModemManager without modems, on a real bus. Only modems are in its tree of objects; messages and SIMs are objects
 * beside it, as in the real one.
 */
export class FakeModemManager {
  readonly #bus: MessageBus;
  readonly #root: FakeInterface;
  readonly #ids = { Modem: 0, SIM: 0, SMS: 0 };
  #waiting: (() => void)[] = [];

  private constructor(bus: MessageBus) {
    this.#bus = bus;
    this.#root = new FakeInterface(bus, ROOT, managerInterface, {}, { Version: '1.24.0' });
  }

  static async start(address: string): Promise<FakeModemManager> {
    const bus = createClient({ busAddress: address });
    bus.connection.on('error', () => undefined);
    const manager = new FakeModemManager(bus);
    // Messages and SIMs have managers of their own, which nobody asks, so that the main one doesn't announce them.
    for (const path of [ROOT, `${ROOT}/SMS`, `${ROOT}/SIM`]) bus.exportObjectManager(path);
    await manager.#root.export();
    await bus.ownName(SERVICE);
    return manager;
  }

  async plug(options: FakeModemOptions = {}): Promise<FakeModem> {
    const modem = new FakeModem(
      {
        bus: this.#bus,
        nextId: (kind) => this.#ids[kind]++,
        happened: () => this.#wake(),
      },
      options,
    );
    await modem.export();
    return modem;
  }

  unplug(modem: FakeModem): Promise<void> {
    return modem.remove();
  }

  /** Resolves once `holds`, looked at after each thing that a modem does. */
  async until(holds: () => boolean): Promise<void> {
    while (!holds()) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** Ends as a crash does: what was asked gets no answer. */
  async close(): Promise<void> {
    await this.#bus.close();
  }

  #wake(): void {
    for (const wake of this.#waiting.splice(0)) wake();
  }
}
