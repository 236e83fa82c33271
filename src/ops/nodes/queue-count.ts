import type { Cancel, Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import { Looper } from '../../kernel/looper.ts';

/** After a count of the queue, the next one waits so many times as long as it took. */
const REST = 20;

/** Counts the queue, which the other nodes change too: with each beat, and soon after one of them has stored messages. */
export class QueueCount {
  readonly #clock: Clock;
  readonly #recount: () => Promise<void>;
  readonly #looper: Looper;
  /** The earliest time of the next count, ms of the clock that nobody can set. */
  #nextAt = Number.NEGATIVE_INFINITY;
  #cancel: Cancel | undefined;

  /** @param recount counts the queue */
  constructor(recount: () => Promise<void>, { clock, log }: { readonly clock: Clock; readonly log: Log }) {
    this.#clock = clock;
    this.#recount = recount;
    this.#looper = new Looper(() => this.#run(), {
      clock,
      log,
      failure: 'the queue cannot be counted; trying again',
    });
  }

  start(): void {
    this.#looper.start();
  }

  /** Counts now, unless it has counted just now. */
  beat(): void {
    if (this.#clock.elapsed() >= this.#nextAt) this.#looper.wake();
  }

  /** Counts as soon as it may again: what another node has stored must not wait for the next beat. */
  told(): void {
    this.#cancel ??= this.#clock.after(Math.max(0, this.#nextAt - this.#clock.elapsed()), () => {
      this.#cancel = undefined;
      this.#looper.wake();
    });
  }

  async stop(): Promise<void> {
    this.#cancel?.();
    await this.#looper.stop();
  }

  async #run(): Promise<undefined> {
    const startedAt = this.#clock.elapsed();
    await this.#recount();
    this.#nextAt = this.#clock.elapsed() + REST * (this.#clock.elapsed() - startedAt);
  }
}
