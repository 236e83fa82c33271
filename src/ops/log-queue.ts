import type { Cancel, Clock } from '../kernel/clock.ts';

/** What takes the octets of the log: a file, a pipe, a socket. */
export interface LogTarget {
  /** Never waits. Calls `done` once, later: how many of the octets went out, and what kept back the rest. */
  write(octets: Buffer, done: (written: number, error: Error | undefined) => void): void;
  /** Hands over what it takes at once; for the end of the process, when nothing comes later any more. */
  writeNow(octets: Buffer): void;
}

interface LogQueueDeps {
  readonly target: LogTarget;
  readonly clock: Clock;
  /** Writes a line that says how many lines were dropped; by the logger, so that it looks as every other. */
  readonly sayDropped: (lines: number) => void;
}

/** Lines that wait are kept up to this, octets: some 6,000 lines. The oldest, for they tell how the trouble began. */
const MOST_OCTETS = 1024 * 1024;
/** For one write: not more than Docker reads of a log at once. */
const WRITE_OCTETS = 16 * 1024;
/** After a write that failed, until the next one is tried, ms. */
const RETRY_MS = 1000;

/**
 * Between the logger and where its lines go. It never blocks and never throws: while the target takes nothing (a full
 * disk, a reader that is gone or has stopped reading), lines wait; those for which there is no room are dropped and
 * counted, and the log says how many once it can be written again.
 */
export class LogQueue {
  readonly #deps: LogQueueDeps;
  #lines: Buffer[] = [];
  #octets = 0;
  #writing = false;
  #cancelRetry: Cancel | undefined;
  #dropped = 0;
  /** Dropped, and the log doesn't say so yet. */
  #unsaid = 0;
  #idle: (() => void)[] = [];

  constructor(deps: LogQueueDeps) {
    this.#deps = deps;
  }

  /** Lines dropped since the start. */
  get dropped(): number {
    return this.#dropped;
  }

  /** One line with its end. */
  write(line: string): void {
    const octets = Buffer.from(line);
    // Until the log says that lines are missing, none may follow, or it would say so in the wrong place.
    if (this.#unsaid > 0 || this.#octets + octets.length > MOST_OCTETS) {
      this.#dropped += 1;
      this.#unsaid += 1;
      return;
    }
    this.#lines.push(octets);
    this.#octets += octets.length;
    if (this.#cancelRetry === undefined) this.#writeNext();
  }

  /** Resolves once every line is written, or after `withinMs`; at once if the last write failed. */
  async flush(withinMs: number): Promise<void> {
    if (this.#lines.length === 0 || this.#cancelRetry !== undefined) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#idle.push(resolve);
    const cancel = this.#deps.clock.after(withinMs, resolve);
    await promise;
    cancel();
  }

  /** Hands over what waits as far as the target takes it at once. Nothing may be written after it. */
  flushNow(): void {
    this.#cancelRetry?.();
    // Of what is being written, nobody knows how much went out: it is not written a second time.
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

  /** Makes the first lines one, which stays the first until it is written. */
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
