import type { Clock } from '../../../../kernel/clock.ts';
import type { Present } from '../send/message-sender.ts';
import { type BusEvents, ManagerBus } from './manager-bus.ts';
import { type ModemView, modemView } from './modem-view.ts';

export interface ManagerLinkDeps {
  readonly imei: string;
  /** The address of the bus; undefined: the system bus. */
  readonly address: string | undefined;
  readonly reconnect: { readonly min: number; readonly max: number };
  readonly clock: Clock;
  readonly random: () => number;
  /** Called when something changed that may concern the modem. */
  readonly changed: () => void;
  /** Called when the modem, ModemManager or the bus went away. */
  readonly gone: () => void;
  readonly signal: BusEvents['signal'];
}

/** A modem that ModemManager has now. */
export interface Found extends Present {
  readonly bus: ManagerBus;
  readonly view: ModemView;
}

/** Finds a modem by its IMEI, under whatever path ModemManager has it now. */
export class ManagerLink {
  readonly #deps: ManagerLinkDeps;
  #bus: ManagerBus | undefined;
  #path: string | undefined;
  #presence = new AbortController();
  #failures = 0;
  #notBefore = 0;
  #isClosed = false;
  /** Why there is no connection. */
  reason = 'not started';

  constructor(deps: ManagerLinkDeps) {
    this.#deps = deps;
  }

  /** The modem; undefined if ModemManager doesn't have it, or can't be reached. */
  get found(): Found | undefined {
    const bus = this.#bus;
    const view = bus && this.#search(bus);
    if (bus === undefined || view === undefined) return undefined;
    return { bus, view, path: view.path, gone: this.#presence.signal };
  }

  /**
   * Connects if there is no connection, and if the pause after the last failure is over.
   *
   * @returns how long to wait before the next try, ms; undefined if there is a connection
   */
  async connect(): Promise<number | undefined> {
    const { address, clock, changed, signal } = this.#deps;
    if (this.#bus !== undefined) return undefined;
    const waitMs = this.#notBefore - clock.elapsed();
    if (waitMs > 0) return waitMs;
    try {
      const bus: ManagerBus = await ManagerBus.connect(address, {
        modems: () => this.#onTree(),
        signal,
        ended: (reason) => {
          if (this.#bus === bus) this.#lose(reason);
        },
      });
      if (this.#isClosed) await bus.close();
      else this.#bus = bus;
      this.#failures = 0;
      this.#onTree();
      return undefined;
    } catch (error) {
      this.reason = error instanceof Error ? error.message : String(error);
      this.#pause();
      changed();
      return Math.max(0, this.#notBefore - clock.elapsed());
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#presence.abort();
    const bus = this.#bus;
    this.#bus = undefined;
    await bus?.close();
  }

  #search(bus: ManagerBus): ModemView | undefined {
    for (const [path, interfaces] of Object.entries(bus.modems)) {
      const view = modemView(path, interfaces);
      if (view?.imei === this.#deps.imei) return view;
    }
    return undefined;
  }

  /** A modem under another path is the modem after it was away: what was on its way is lost. */
  #onTree(): void {
    const path = this.#bus && this.#search(this.#bus)?.path;
    if (path !== this.#path) {
      const wasThere = this.#path !== undefined;
      this.#path = path;
      if (wasThere) this.#part();
    }
    this.#deps.changed();
  }

  #lose(reason: string): void {
    const bus = this.#bus;
    this.#bus = undefined;
    this.#path = undefined;
    this.reason = reason;
    this.#pause();
    this.#part();
    this.#deps.changed();
    void bus?.close();
  }

  #part(): void {
    this.#presence.abort();
    this.#presence = new AbortController();
    this.#deps.gone();
  }

  #pause(): void {
    const { clock, random, reconnect } = this.#deps;
    const ms = Math.min(reconnect.max, reconnect.min * 2 ** Math.min(this.#failures++, 16));
    this.#notBefore = clock.elapsed() + Math.round(ms * (0.5 + random() / 2));
  }
}
