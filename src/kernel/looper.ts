import type { Cancel, Clock } from './clock.ts';
import type { Log } from './log.ts';

/** The pause after the first of some failed runs in a row; each further one doubles it. */
const FIRST_PAUSE_MS = 1000;
/** A disk that has room again, or a store that is open again, is found within this time. */
const LONGEST_PAUSE_MS = 5000;
/** `setTimeout` takes at most 2^31 - 1 ms, and runs at once for more; a run that comes too early does no harm. */
const LONGEST_REST_MS = 3_600_000;

export interface LooperDeps {
  readonly clock: Clock;
  readonly log: Log;
  /** What the log says of a failed run, such as "alerts cannot be looked after; tried again". */
  readonly failure: string;
}

/**
 * Runs one thing again and again, never twice at the same time: when it is woken, and when the time comes that the run
 * itself asked for. However often it is woken during a run, one more run follows. A run that fails is logged and tried
 * again after 1 s, 2 s, 4 s, then 5 s each time; being woken does not shorten that pause, so that a cause that lasts
 * cannot fill the log.
 */
export class Looper {
  readonly #run: () => Promise<number | undefined>;
  readonly #deps: LooperDeps;
  readonly #stopping = new AbortController();
  #isStarted = false;
  #isRunning = false;
  #isWoken = false;
  /** In a row. */
  #failures = 0;
  #cancel: Cancel = () => {};
  #current: Promise<void> = Promise.resolve();

  /** @param run resolves with the longest time until its next run, ms; undefined: it waits until it is woken */
  constructor(run: () => Promise<number | undefined>, deps: LooperDeps) {
    this.#run = run;
    this.#deps = deps;
  }

  /** Aborts when the looper is stopped: a long run looks at it between two steps. */
  get signal(): AbortSignal {
    return this.#stopping.signal;
  }

  /**
   * Before it, being woken runs nothing. Starting twice is starting once.
   * @param delayMs until the first run, unless it is woken before
   */
  start(delayMs = 0): void {
    if (this.#isStarted) return;
    this.#isStarted = true;
    if (delayMs > 0) this.#runIn(delayMs);
    else this.#begin();
  }

  /** There may be something to do: runs soon, or once more after the run under way. Cheap, may be called often. */
  wake(): void {
    if (this.#isRunning) this.#isWoken = true;
    else if (this.#isStarted && this.#failures === 0) this.#begin();
  }

  /** Ends the rest, and resolves when the run under way has ended; nothing runs afterwards. A run must not await it. */
  stop(): Promise<void> {
    this.#stopping.abort();
    this.#cancel();
    return this.#current;
  }

  #begin(): void {
    this.#cancel();
    this.#isRunning = true;
    this.#current = this.#runOnce();
  }

  async #runOnce(): Promise<void> {
    // Not within the call that woke it: however many wake it in one turn, one run follows.
    await Promise.resolve();
    this.#isWoken = false;
    const restMs = this.signal.aborted ? undefined : await this.#restAfterRun();
    this.#isRunning = false;
    // By the clock also without a rest: a run that always wakes itself leaves the event loop to others in between.
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
