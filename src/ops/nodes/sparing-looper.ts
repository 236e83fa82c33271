import type { Cancel, Clock } from '../../kernel/clock.ts';
import { Looper, type LooperDeps } from '../../kernel/looper.ts';

/** After a run, the next one waits so many times as long as it took. */
const REST = 20;

/**
 * Runs a task that takes the time of the database: with each beat, and when it is told, but for a pause after each run.
 */
export class SparingLooper {
  readonly #clock: Clock;
  readonly #task: () => Promise<void>;
  readonly #looper: Looper;
  /** The earliest time of the next run, ms of the clock that nobody can set. */
  #nextAt = Number.NEGATIVE_INFINITY;
  #cancel: Cancel | undefined;

  constructor(task: () => Promise<void>, deps: LooperDeps) {
    this.#clock = deps.clock;
    this.#task = task;
    this.#looper = new Looper(() => this.#run(), deps);
  }

  start(): void {
    this.#looper.start();
  }

  /** Runs now, unless this is the pause after a run. */
  beat(): void {
    if (this.#clock.elapsed() >= this.#nextAt) this.#looper.wake();
  }

  /** Runs as soon as the pause is over: this must not wait for the next beat. */
  told(): void {
    this.#cancel ??= this.#clock.after(Math.max(0, this.#nextAt - this.#clock.elapsed()), () => {
      this.#cancel = undefined;
      this.#looper.wake();
    });
  }

  async stop(): Promise<void> {
    this.#cancel?.();
    // Nothing is told any more.
    this.#cancel = () => {};
    await this.#looper.stop();
  }

  async #run(): Promise<undefined> {
    const startedAt = this.#clock.elapsed();
    await this.#task();
    this.#nextAt = this.#clock.elapsed() + REST * (this.#clock.elapsed() - startedAt);
  }
}
