import type { Clock } from '../kernel/clock.ts';
import type { Log } from '../kernel/log.ts';
import { Looper } from '../kernel/looper.ts';

const LOOK_EVERY_MS = 1000;
/** Intake opens again only when a tenth more than the reserve is free, so that it doesn't close again at once. */
const OVER_AT = 1.1;

export interface DiskReserveDeps {
  /** The free space of the disk that the store is on, in bytes. */
  readonly freeBytes: () => Promise<number>;
  /** 0: no reserve. */
  readonly reserveBytes: number;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * The last part of the disk, reserved for claims, outcomes and receipts of accepted messages: while less is free, no
 * new message is accepted. The free space is measured once a second, so the reserve must be enough for some seconds of
 * writing.
 */
export class DiskReserve {
  readonly #deps: DiskReserveDeps;
  #free: number | undefined;
  #reached = false;
  readonly #looper: Looper;

  constructor(deps: DiskReserveDeps) {
    this.#deps = deps;
    const { clock, log } = deps;
    const failure = 'the free space of the disk cannot be compared with the reserve; trying again';
    this.#looper = new Looper(() => this.#look(), { clock, log, failure });
  }

  /** The free space at the last measurement, in bytes; undefined if it couldn't be measured. */
  get freeBytes(): number | undefined {
    return this.#free;
  }

  /** Why no new message is accepted; undefined if messages are accepted. */
  reason(): string | undefined {
    if (!this.#reached) return undefined;
    const megabytes = Math.floor(this.#deps.reserveBytes / 1e6);
    return `less than ${megabytes} MB of the disk are free; they are reserved for accepted messages`;
  }

  /** Measures the free space at once, and again every second. Resolves after the first measurement. */
  async start(): Promise<void> {
    if (this.#deps.reserveBytes === 0) return;
    await this.#look();
    this.#looper.start(LOOK_EVERY_MS);
  }

  stop(): void {
    // A measurement under way is not awaited: on a network disk that is gone it may never end.
    void this.#looper.stop();
  }

  async #look(): Promise<number> {
    const { freeBytes, reserveBytes, log } = this.#deps;
    try {
      this.#free = await freeBytes();
      const wasReached = this.#reached;
      this.#reached = this.#free < reserveBytes * (wasReached ? OVER_AT : 1);
      const said = { freeBytes: this.#free, reserveBytes };
      if (this.#reached && !wasReached)
        log.error(said, 'the disk is full up to its reserve: nothing new is accepted');
      if (!this.#reached && wasReached) log.info(said, 'the disk has room again');
    } catch (error) {
      if (this.#free !== undefined)
        log.warn({ err: error }, 'the free space of the disk cannot be measured; trying again');
      this.#free = undefined;
      this.#reached = false;
    }
    return LOOK_EVERY_MS;
  }
}
