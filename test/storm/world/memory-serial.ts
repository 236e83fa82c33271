import type { Clock } from '../../../src/kernel/clock.ts';
import { TocsinError } from '../../../src/kernel/errors.ts';
import type { Line, LineEvents } from '../../../src/routes/modem/at/line.ts';
import type { ModemHost } from '../../../src/routes/modem/device/host.ts';
import type { Weather } from './memory-socket.ts';

/** What a line does to an octet from the device: it loses it, or passes it twice. */
type Spoiling = 'lose' | 'twice';

/** A device that is plugged into a serial port. */
export interface Plug {
  /** Puts octets on the line; nobody hears them while no program has the port open. @param apart one after the other */
  write(text: string, apart: boolean): void;
  /** Pulls the device out: a program that has the port open sees a hang-up. */
  unplug(): void;
  /** Nothing passes in either direction while this is true. */
  isSilent: boolean;
  /** Asked for each octet from the device. */
  spoil: () => Spoiling | undefined;
}

const failed = (reason: string): TocsinError => new TocsinError('deviceFailed', `serial line: ${reason}`);

/** The serial ports of a simulated machine, and the devices that are plugged into them. */
export class MemorySerial implements ModemHost {
  readonly #clock: Clock;
  readonly #weather: Weather;
  readonly #ports = new Map<string, Port>();
  /** Counts the processes of the gateway: what an earlier one began to open is of no use to the next one. */
  #lives = 0;
  #plugged = 0;

  constructor(clock: Clock, weather: Weather) {
    this.#clock = clock;
    this.#weather = weather;
  }

  /** Plugs a device in. @param hear gets what is written to the port @throws Error if the port has a device */
  plug(path: string, hear: (octets: string) => void): Plug {
    if (this.#ports.has(path)) throw new Error(`${path} has a device`);
    const port = new Port(path, `node ${++this.#plugged}`, this.#clock, this.#weather, hear, () =>
      this.#ports.delete(path),
    );
    this.#ports.set(path, port);
    return port;
  }

  readonly open = async (path: string, _baudRate: number, events: LineEvents): Promise<Line> => {
    const lives = this.#lives;
    await this.#pause();
    // The process that asked is no more.
    if (lives !== this.#lives) return new Promise<never>(() => {});
    const port = this.#ports.get(path);
    if (port === undefined) throw failed(`Error: No such file or directory, cannot open ${path}`);
    return port.take(events);
  };

  readonly list = async (): Promise<readonly string[]> => {
    await this.#pause();
    return [...this.#ports.keys()].sort();
  };

  readonly node = async (path: string): Promise<string | undefined> => this.#ports.get(path)?.node;
  readonly usbId = async (): Promise<string | undefined> => undefined;
  readonly run = async (): Promise<void> => {};

  /** The gateway's process has ended: the system closes what it had open. */
  closeAll(): void {
    this.#lives++;
    for (const port of this.#ports.values()) port.drop();
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => {
      this.#clock.after(this.#weather.delayMs(), resolve);
    });
  }
}

class Port implements Plug {
  readonly node: string;
  isSilent = false;
  spoil: () => Spoiling | undefined = () => undefined;
  readonly #path: string;
  readonly #clock: Clock;
  readonly #weather: Weather;
  readonly #hear: (octets: string) => void;
  readonly #leave: () => void;
  #isPlugged = true;
  #line: MemoryLine | undefined;
  /** When the last piece that is under way arrives, to the device and from it. */
  readonly #busyUntil = { to: 0, from: 0 };

  constructor(
    path: string,
    node: string,
    clock: Clock,
    weather: Weather,
    hear: (octets: string) => void,
    leave: () => void,
  ) {
    this.#path = path;
    this.node = node;
    this.#clock = clock;
    this.#weather = weather;
    this.#hear = hear;
    this.#leave = leave;
  }

  take(events: LineEvents): Line {
    if (this.#line !== undefined)
      throw failed(`Error: Resource temporarily unavailable Cannot lock port ${this.#path}`);
    const line = new MemoryLine(this, events);
    this.#line = line;
    return line;
  }

  write(text: string, apart: boolean): void {
    const octets = [...Buffer.from(text, 'latin1')].flatMap((octet) => {
      const how = this.spoil();
      return how === undefined ? [octet] : how === 'twice' ? [octet, octet] : [];
    });
    for (const piece of this.#pieces(Uint8Array.from(octets), apart))
      this.#carry('from', () => {
        if (this.#isPlugged && !this.isSilent) this.#line?.octets(piece);
      });
  }

  unplug(): void {
    if (!this.#isPlugged) return;
    this.#isPlugged = false;
    this.#leave();
    const line = this.#line;
    this.#line = undefined;
    this.#clock.after(this.#weather.delayMs(), () => line?.ended('the device is gone'));
  }

  drop(): void {
    this.#line?.forget();
    this.#line = undefined;
  }

  /** Carries octets to the device. Resolves when it has them, or when they are lost. */
  async carryToDevice(octets: Uint8Array): Promise<void> {
    await Promise.all(
      this.#pieces(octets, false).map(
        (piece) =>
          new Promise<void>((resolve) => {
            this.#carry('to', () => {
              if (this.#isPlugged && !this.isSilent) this.#hear(Buffer.from(piece).toString('latin1'));
              resolve();
            });
          }),
      ),
    );
  }

  close(line: MemoryLine): Promise<void> {
    return new Promise((resolve) => {
      this.#clock.after(this.#weather.delayMs(), () => {
        if (this.#line === line) this.#line = undefined;
        line.ended('closed by us');
        resolve();
      });
    });
  }

  #pieces(octets: Uint8Array, apart: boolean): readonly Uint8Array[] {
    const size = apart ? 1 : (this.#weather.pieceOctets() ?? octets.length);
    const pieces: Uint8Array[] = [];
    // The writer may use its buffer again.
    for (let at = 0; at < octets.length; at += Math.max(1, size))
      pieces.push(octets.slice(at, at + Math.max(1, size)));
    return pieces;
  }

  #carry(way: 'to' | 'from', act: () => void): void {
    const now = this.#clock.now();
    this.#busyUntil[way] = Math.max(this.#busyUntil[way], now + this.#weather.delayMs());
    this.#clock.after(this.#busyUntil[way] - now, act);
  }
}

/** A port that a program has open. */
class MemoryLine implements Line {
  readonly #port: Port;
  readonly #events: LineEvents;
  readonly #writes = new Set<(reason: TocsinError) => void>();
  #isClosed = false;
  readonly #end = Promise.withResolvers<void>();

  constructor(port: Port, events: LineEvents) {
    this.#port = port;
    this.#events = events;
  }

  octets(chunk: Uint8Array): void {
    if (!this.#isClosed) this.#events.octets(chunk);
  }

  write(octets: Uint8Array): Promise<void> {
    if (this.#isClosed) return Promise.reject(failed('the line is closed'));
    return new Promise((resolve, reject) => {
      this.#writes.add(reject);
      void this.#port.carryToDevice(octets).then(() => {
        this.#writes.delete(reject);
        resolve();
      });
    });
  }

  close(): Promise<void> {
    if (!this.#isClosed) void this.#port.close(this);
    return this.#end.promise;
  }

  ended(reason: string): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const reject of this.#writes) reject(failed(reason));
    this.#writes.clear();
    this.#events.closed(reason);
    this.#end.resolve();
  }

  /** The program is no more: it hears nothing. */
  forget(): void {
    this.#isClosed = true;
  }
}
