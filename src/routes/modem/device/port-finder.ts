import type { Cancel, Clock } from '../../../kernel/clock.ts';
import { AtChannel } from '../at/at-channel.ts';
import type { ModemHost } from './host.ts';
import { readImei } from './identity.ts';

/** How long the last port of a modem is asked before the others are asked too, in ms. */
const LAST_PORT_MS = 1000;
/** A modem may answer on several of its ports; the first of those that answer within this time is used, in ms. */
const SAME_MODEM_MS = 300;
/** The largest number of ports that are asked at the same time. */
const AT_ONCE = 64;
/** A port that has been there for less than this time may belong to a modem that still starts, in ms. */
const NEW_MS = 60_000;
/** How long it is believed that a new port is silent, that any other port is, and that a modem is at a port, in ms. */
const NEW_SILENT_MS = 2000;
const SILENT_MS = 2 * 60_000;
const MODEM_MS = 60_000;

/** What a port answered: the IMEI of a modem, nothing, or that another program or route has the port open. */
type Answer =
  | { readonly kind: 'modem'; readonly imei: string }
  | { readonly kind: 'silent' }
  | { readonly kind: 'held' };

interface Port {
  readonly path: string;
  /** Names the device at this path as long as it stays plugged in. */
  readonly node: string | undefined;
  /** When it was first listed, by the clock's elapsed time. */
  readonly since: number;
  answer: Answer | undefined;
  /** When the answer came, by the clock's elapsed time. */
  at: number;
  /** The baud rate at which the port was asked. */
  baudRate: number;
  asking: Promise<void> | undefined;
}

/**
 * Finds the ports of modems by their IMEI, for all routes of the gateway. A modem with a USB plug has several ports, of
 * which most never answer, and each silent port costs four seconds. So ports are asked at the same time, what they
 * answered is remembered for all routes until they are unplugged, and a modem's last port is asked first.
 */
export class PortFinder {
  readonly #host: Pick<ModemHost, 'open' | 'list' | 'node'>;
  readonly #clock: Clock;
  #ports: readonly Port[] = [];
  /** The last port of each modem, by IMEI. */
  readonly #last = new Map<string, string>();
  /** The routes that search, or have searched. When none of them is left, asking ends. */
  readonly #routes = new Set<AbortSignal>();
  #ending = new AbortController();
  #asked = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(host: Pick<ModemHost, 'open' | 'list' | 'node'>, clock: Clock) {
    this.#host = host;
    this.#clock = clock;
  }

  /**
   * The path of the port with this modem, whatever the port's name is now; undefined if no port has it. Ports that
   * another program or route has open are skipped.
   *
   * @param signal aborts when the route is stopped
   */
  async find(imei: string, baudRate: number, signal: AbortSignal): Promise<string | undefined> {
    this.#join(signal);
    await this.#look();
    if (signal.aborted) return undefined;
    const last = this.#ports.find(({ path }) => path === this.#last.get(imei));
    if (last !== undefined) {
      await this.#within(LAST_PORT_MS, this.#ask(last, baudRate), signal);
      if (hasModem(last, imei)) return last.path;
    }
    const ports = this.#ports;
    const asks = ports.map((port) => this.#askIfDue(port, baudRate));
    await this.#untilFound(imei, ports, asks, signal);
    const found = ports.find((port) => hasModem(port, imei));
    if (found !== undefined) this.#last.set(imei, found.path);
    return signal.aborted ? undefined : found?.path;
  }

  /** To be called when a route has closed this port: the modem may be gone from it. */
  forget(path: string): void {
    this.#ports = this.#ports.filter((port) => port.path !== path);
  }

  #join(signal: AbortSignal): void {
    if (this.#routes.has(signal) || signal.aborted) return;
    this.#routes.add(signal);
    const leave = (): void => {
      this.#routes.delete(signal);
      if (this.#routes.size > 0) return;
      this.#ending.abort();
      this.#ending = new AbortController();
    };
    signal.addEventListener('abort', leave, { once: true });
  }

  /** Lists the ports. Nothing is known of a port that is new, or whose device was plugged in anew. */
  async #look(): Promise<void> {
    const since = this.#clock.elapsed();
    const found = await Promise.all(
      (await this.#host.list()).map(async (path) => ({ path, node: await this.#host.node(path) })),
    );
    this.#ports = found.map(({ path, node }) => {
      const known = this.#ports.find((port) => port.path === path && port.node === node);
      return known ?? { path, node, since, answer: undefined, at: 0, baudRate: 0, asking: undefined };
    });
  }

  async #askIfDue(port: Port, baudRate: number): Promise<void> {
    await port.asking;
    if (this.#isDue(port, baudRate)) await this.#ask(port, baudRate);
  }

  #isDue({ answer, at, since, baudRate: asked }: Port, baudRate: number): boolean {
    if (answer === undefined || answer.kind === 'held') return true;
    const now = this.#clock.elapsed();
    const ageMs = now - at;
    if (answer.kind === 'modem') return ageMs >= MODEM_MS;
    return asked !== baudRate || ageMs >= (now - since < NEW_MS ? NEW_SILENT_MS : SILENT_MS);
  }

  /** Asks the port, unless it is being asked. */
  #ask(port: Port, baudRate: number): Promise<void> {
    const { signal } = this.#ending;
    port.asking ??= this.#inTurn(async () => {
      const answer = await answerAt(port.path, this.#host, baudRate, this.#clock, signal);
      // A port that was asked only for a part of the time is asked again by the next search.
      if (!signal.aborted) this.#learn(port, answer, baudRate);
    }).finally(() => {
      port.asking = undefined;
    });
    return port.asking;
  }

  #learn(port: Port, answer: Answer, baudRate: number): void {
    const now = this.#clock.elapsed();
    // A port that a route holds has the modem that it had before the route opened it.
    if (answer.kind !== 'held' || port.answer?.kind !== 'modem') port.answer = answer;
    port.at = now;
    port.baudRate = baudRate;
    if (answer.kind !== 'modem') return;
    // A modem is at one place: if it was known at another port, that knowledge is out of date. A modem that answers on
    // two of its ports does so at the same time.
    for (const other of this.#ports) {
      if (other !== port && hasModem(other, answer.imei) && now - other.at > MODEM_MS / 2) {
        other.answer = undefined;
      }
    }
  }

  async #inTurn(run: () => Promise<void>): Promise<void> {
    if (this.#asked >= AT_ONCE) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#asked++;
    try {
      await run();
    } finally {
      this.#asked--;
      this.#waiting.shift()?.();
    }
  }

  /** Resolves when a port has this modem and its other ports had time to answer, or when all have been asked. */
  #untilFound(
    imei: string,
    ports: readonly Port[],
    asks: readonly Promise<void>[],
    signal: AbortSignal,
  ): Promise<void> {
    return new Promise((resolve) => {
      let cancel: Cancel = () => undefined;
      let seen = false;
      const end = (): void => {
        seen = true;
        cancel();
        signal.removeEventListener('abort', end);
        resolve();
      };
      signal.addEventListener('abort', end);
      const look = (): void => {
        if (seen || !ports.some((port) => hasModem(port, imei))) return;
        seen = true;
        cancel = this.#clock.after(SAME_MODEM_MS, end);
      };
      for (const ask of asks) void ask.then(look);
      void Promise.all(asks).then(end);
      if (signal.aborted) end();
    });
  }

  #within(ms: number, done: Promise<void>, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        cancel();
        signal.removeEventListener('abort', end);
        resolve();
      };
      const cancel = this.#clock.after(ms, end);
      signal.addEventListener('abort', end);
      void done.then(end);
    });
  }
}

const hasModem = ({ answer }: Port, imei: string): boolean =>
  answer?.kind === 'modem' && answer.imei === imei;

const answerAt = async (
  path: string,
  host: Pick<ModemHost, 'open'>,
  baudRate: number,
  clock: Clock,
  signal: AbortSignal,
): Promise<Answer> => {
  if (signal.aborted) return { kind: 'silent' };
  const deaf = { unsolicited: () => undefined, closed: () => undefined };
  const channel = await AtChannel.open(host.open, path, baudRate, clock, deaf).catch(() => undefined);
  if (channel === undefined) return { kind: 'held' };
  const giveUp = () => void channel.close();
  signal.addEventListener('abort', giveUp);
  try {
    const imei = (await channel.resync()) ? await readImei(channel) : undefined;
    return imei === undefined ? { kind: 'silent' } : { kind: 'modem', imei };
  } catch {
    // The modem was unplugged while it was asked, so it isn't on this port.
    return { kind: 'silent' };
  } finally {
    signal.removeEventListener('abort', giveUp);
    await channel.close();
  }
};
