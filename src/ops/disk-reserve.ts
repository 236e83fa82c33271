import type { Clock } from '../kernel/clock.ts';
import type { Log } from '../kernel/log.ts';
import { Looper } from '../kernel/looper.ts';

const LOOK_EVERY_MS = 1000;
/** Intake opens again only when a tenth more than the reserve is free, so that it doesn't open and close by turns. */
const OVER_AT = 1.1;

export interface DiskReserveDeps {
  /** Of the disk that the store is on. */
  readonly freeBytes: () => Promise<number>;
  /** 0: there is no reserve. */
  readonly reserveBytes: number;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * The last of the disk, kept for what becomes of messages that were accepted: while less is free, nothing new is taken in.
 * It is measured once a second, so that a reserve of some seconds' writing is the least that makes sense.
 */
export class DiskReserve {
  readonly #deps: DiskReserveDeps;
  #free: number | undefined;
  #reached = false;
  readonly #looper: Looper;

  constructor(deps: DiskReserveDeps) {
    this.#deps = deps;
    const { clock, log } = deps;
    const failure = 'the reserve of the disk cannot be judged; tried again';
    this.#looper = new Looper(() => this.#look(), { clock, log, failure });
  }

  /** When it was measured last; undefined: nobody could say. */
  get freeBytes(): number | undefined {
    return this.#free;
  }

  /** Why nothing new is taken in; undefined while there is room. */
  reason(): string | undefined {
    if (!this.#reached) return undefined;
    const megabytes = Math.floor(this.#deps.reserveBytes / 1e6);
    return `less than ${megabytes} MB of the disk are free; they are kept for what becomes of accepted messages`;
  }

  /** Measures, and again each second. Resolves after the first time. */
  async start(): Promise<void> {
    if (this.#deps.reserveBytes === 0) return;
    await this.#look();
    this.#looper.start(LOOK_EVERY_MS);
  }

  stop(): void {
    // A measurement under way is not waited for: that of a network disk that is gone may never end.
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
        log.error(said, 'the disk is full up to its reserve: nothing new is taken in');
      if (!this.#reached && wasReached) log.info(said, 'the disk has room again');
    } catch (error) {
      if (this.#free !== undefined)
        log.warn({ err: error }, 'the free space of the disk cannot be measured; tried again');
      this.#free = undefined;
      this.#reached = false;
    }
    return LOOK_EVERY_MS;
  }
}
