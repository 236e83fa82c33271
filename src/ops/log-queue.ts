import type { Cancel, Clock } from '../kernel/clock.ts';

/** Where the log is written: a file, a pipe or a socket. */
export interface LogTarget {
  /**
   * Never blocks. Calls `done` once, later, with the number of octets written, and with the error if not all were
   * written.
   */
  write(octets: Buffer, done: (written: number, error: Error | undefined) => void): void;
  /** Writes as many octets as can be written without waiting. To be called at the end of the process. */
  writeNow(octets: Buffer): void;
}

interface LogQueueDeps {
  readonly target: LogTarget;
  readonly clock: Clock;
  /** Logs the number of dropped lines, by the logger, so that the line looks like all others. */
  readonly sayDropped: (lines: number) => void;
}

/** How many octets of lines may wait: some 6,000 lines. The oldest are kept, since they show how a problem began. */
const MOST_OCTETS = 1024 * 1024;
/** The largest number of octets in one write: Docker reads no more of a log at once. */
const WRITE_OCTETS = 16 * 1024;
/** The pause after a failed write, ms. */
const RETRY_MS = 1000;

/**
 * A queue between the logger and the target. It never blocks and never throws: while the target takes nothing (a full
 * disk, a reader that is gone or doesn't read), lines wait. Lines for which there is no room are dropped and counted,
 * and the log says how many as soon as it can be written again.
 */
export class LogQueue {
  readonly #deps: LogQueueDeps;
  #lines: Buffer[] = [];
  #octets = 0;
  #writing = false;
  #cancelRetry: Cancel | undefined;
  #dropped = 0;
  /** Dropped lines that the log doesn't mention yet. */
  #unsaid = 0;
  #idle: (() => void)[] = [];

  constructor(deps: LogQueueDeps) {
    this.#deps = deps;
  }

  /** Lines dropped since the start. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Queues one line, which ends with its line end. */
  write(line: string): void {
    const octets = Buffer.from(line);
    // After dropped lines, the next line in the log must be the one that reports them, so this one is dropped, too.
    if (this.#unsaid > 0 || this.#octets + octets.length > MOST_OCTETS) {
      this.#dropped += 1;
      this.#unsaid += 1;
      return;
    }
    this.#lines.push(octets);
    this.#octets += octets.length;
    if (this.#cancelRetry === undefined) this.#writeNext();
  }

  /** Resolves when all lines are written, or after `withinMs`; at once if the last write failed. */
  async flush(withinMs: number): Promise<void> {
    if (this.#lines.length === 0 || this.#cancelRetry !== undefined) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#idle.push(resolve);
    const cancel = this.#deps.clock.after(withinMs, resolve);
    await promise;
    cancel();
  }

  /** Writes what the target takes without waiting. `write` must not be called afterwards. */
  flushNow(): void {
    this.#cancelRetry?.();
    // How much of the chunk in the current write went out isn't known, so that chunk isn't written again.
    const waiting = this.#writing ? this.#lines.slice(1) : this.#lines;
    this.#lines = [];
    if (waiting.length > 0) this.#deps.target.writeNow(Buffer.concat(waiting));
  }

  #writeNext(): void {
    if (this.#writing || this.#lines.length === 0) return;
    this.#writing = true;
    const chunk = this.#takeChunk();
    this.#deps.target.write(chunk, (written, error) => this.#written(chunk, written, error));
  }

  /** Joins the first lines into one chunk, which takes their place at the head of the queue until it is written. */
  #takeChunk(): Buffer {
    let octets = 0;
    const end = this.#lines.findIndex((line) => {
      octets += line.length;
      return octets > WRITE_OCTETS;
    });
    const count = end === -1 ? this.#lines.length : Math.max(1, end);
    const chunk = Buffer.concat(this.#lines.slice(0, count));
    this.#lines.splice(0, count, chunk);
    return chunk;
  }

  #written(chunk: Buffer, written: number, error: Error | undefined): void {
    this.#writing = false;
    this.#octets -= written;
    this.#lines.shift();
    if (written < chunk.length) this.#lines.unshift(chunk.subarray(written));
    if (error !== undefined) {
      this.#cancelRetry = this.#deps.clock.after(RETRY_MS, () => {
        this.#cancelRetry = undefined;
        this.#writeNext();
      });
      return;
    }
    this.#sayDropped();
    if (this.#lines.length > 0) this.#writeNext();
    else for (const resolve of this.#idle.splice(0)) resolve();
  }

  #sayDropped(): void {
    const lines = this.#unsaid;
    if (lines === 0 || this.#octets > MOST_OCTETS / 2) return;
    this.#unsaid = 0;
    this.#deps.sayDropped(lines);
  }
}
