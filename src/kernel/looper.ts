import { acting } from './acts/acting.ts';
import type { Cancel, Clock } from './clock.ts';
import type { Log } from './log.ts';

/** The pause after the first failed run, ms. Each further failure in a row doubles it. */
const FIRST_PAUSE_MS = 1000;
/** The longest pause, ms: the looper notices within this time that a full disk has room again. */
const LONGEST_PAUSE_MS = 5000;
/**
 * Longer times until the next run are cut to this, ms: `setTimeout` takes at most 2^31 - 1 ms and fires at once for
 * more. A run that comes early does no harm.
 */
const LONGEST_REST_MS = 3_600_000;

export interface LooperDeps {
  readonly clock: Clock;
  readonly log: Log;
  /** The message in the log when a run fails, such as "due drills cannot be checked; trying again". */
  readonly failure: string;
}

/**
 * Runs a task repeatedly, never twice at the same time: when `wake` is called, and after the time that the last run
 * returned. `wake` during a run, however often, causes one more run. A failed run is logged and repeated after 1 s,
 * 2 s, 4 s, then every 5 s. `wake` does not shorten these pauses, so a lasting failure cannot fill the log.
 */
export class Looper {
  readonly #run: () => Promise<number | undefined>;
  readonly #deps: LooperDeps;
  readonly #stopping = new AbortController();
  #isStarted = false;
  #isRunning = false;
  #isWoken = false;
  /** Failed runs in a row. */
  #failures = 0;
  #cancel: Cancel = () => {};
  #current: Promise<void> = Promise.resolve();

  /** @param run resolves with the longest time until its next run, ms; undefined: the next run waits for `wake` */
  constructor(run: () => Promise<number | undefined>, deps: LooperDeps) {
    this.#run = run;
    this.#deps = deps;
  }

  /** Is aborted when the looper is stopped. A long run checks the signal between two steps. */
  get signal(): AbortSignal {
    return this.#stopping.signal;
  }

  /**
   * Begins to run the task; before `start`, `wake` has no effect. A second call of `start` has no effect.
   * @param delayMs the time until the first run, unless `wake` is called earlier
   */
  start(delayMs = 0): void {
    if (this.#isStarted) return;
    this.#isStarted = true;
    if (delayMs > 0) this.#runIn(delayMs);
    else this.#begin();
  }

  /** Causes a run soon, or one more run after the current one. A call is cheap, so callers need not save calls. */
  wake(): void {
    if (this.#isRunning) this.#isWoken = true;
    else if (this.#isStarted && this.#failures === 0) this.#begin();
  }

  /**
   * Prevents further runs and resolves when the current run has ended. A run must not await `stop`, which would wait
   * for that run.
   */
  stop(): Promise<void> {
    this.#stopping.abort();
    this.#cancel();
    return this.#current;
  }

  #begin(): void {
    this.#cancel();
    this.#isRunning = true;
    // Whoever woke the loop does not act in it.
    this.#current = acting(undefined, () => this.#runOnce());
  }

  async #runOnce(): Promise<void> {
    // The run starts in a microtask, so that several calls of `wake` in one turn of the event loop cause one run.
    await Promise.resolve();
    this.#isWoken = false;
    const restMs = this.signal.aborted ? undefined : await this.#restAfterRun();
    this.#isRunning = false;
    // A timer starts the next run even if there is no pause: a task that always wakes itself must not block the event
    // loop.
    if (this.#isWoken && this.#failures === 0) this.#runIn(0);
    else if (restMs !== undefined) this.#runIn(restMs);
  }

  async #restAfterRun(): Promise<number | undefined> {
    const { log, failure } = this.#deps;
    try {
      const restMs = await this.#run();
      this.#failures = 0;
      return restMs;
    } catch (error) {
      log.error({ err: error }, failure);
      this.#failures++;
      return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (this.#failures - 1));
    }
  }

  #runIn(ms: number): void {
    if (this.signal.aborted) return;
    this.#cancel = this.#deps.clock.after(Math.min(LONGEST_REST_MS, Math.max(0, ms)), () => this.#begin());
  }
}
