import { Worker } from 'node:worker_threads';
import { TocsinError } from '../../domain/errors.ts';
import { InFlight } from '../../domain/in-flight.ts';
import type { Operations } from './operations.ts';
import type { Batch, BatchDone, Call, OperationName, WorkerMessage, WorkerOptions } from './protocol.ts';
import { threadEnv } from './thread-cache.ts';

type Args<K extends OperationName> = Parameters<Operations[K]>;
type Result<K extends OperationName> = ReturnType<Operations[K]>;

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

// While one batch is synced, the next is under way to the thread and what comes meanwhile gathers for the third.
const BATCHES_UNDER_WAY = 2;
// What a batch needs dies with it: with V8's own limit, which grows with the machine's memory, the thread held 140 MB
// more while it delivered a lot.
const YOUNG_MB = 12;
// A tenth of it lives at most; but the lower this limit, the sooner V8 looks for what is dead: at 1.4 times of what
// lives, where it would be at four times on a machine with much memory.
const OLD_MB = 512;
// Bounds a transaction, and with it how long the first of a flood waits for its answer.
const CALLS_PER_BATCH = 4000;

/**
 * The way to the database's thread. Calls made in one turn of the event loop travel, and are committed, together.
 * A call resolves after its commit is synced; it rejects with `storeUnavailable` if the disk can't be written.
 */
export class Channel {
  readonly #worker: Worker;
  /** By the batches' serial numbers. */
  readonly #waiting = new InFlight<readonly Waiting[]>();
  #calls: Call[] = [];
  #callers: Waiting[] = [];
  #serial = 0;
  #flushing = false;
  #ended: string | undefined;
  #closing = false;
  #barred: (name: OperationName) => string | undefined = () => undefined;
  readonly #broken = Promise.withResolvers<string>();
  #failedReason: string | undefined;

  private constructor(worker: Worker) {
    this.#worker = worker;
    worker.on('message', (message: WorkerMessage) => {
      if ('serial' in message) this.#done(message);
    });
    worker.on('error', (error) => this.#end(`the database's thread died: ${error.message}`));
    worker.on('exit', () => this.#end('the database is closed'));
  }

  /** @throws TocsinError `storeUnavailable` with the reason if the file can't be opened or migrated */
  static async open(options: WorkerOptions): Promise<Channel> {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), {
      workerData: options,
      env: await threadEnv(),
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB, maxOldGenerationSizeMb: OLD_MB },
    });
    await new Promise<void>((resolve, reject) => {
      worker.once('error', reject);
      worker.once('message', (message: WorkerMessage) => {
        worker.off('error', reject);
        if ('kind' in message && message.kind === 'cannotOpen') {
          reject(new TocsinError('storeUnavailable', `cannot open ${options.path}: ${message.reason}`));
        } else resolve();
      });
    });
    return new Channel(worker);
  }

  /** Resolves with the reason if the thread ends by itself: it does not come back. */
  get broken(): Promise<string> {
    return this.#broken.promise;
  }

  /** Why the last batch could not be written; undefined while the disk takes what it is given. */
  get failedReason(): string | undefined {
    return this.#ended ?? this.#failedReason;
  }

  /** Asked before each call why it may not be made now; undefined: it may. */
  guard(barred: (name: OperationName) => string | undefined): void {
    this.#barred = barred;
  }

  call<K extends OperationName>(name: K, ...args: Args<K>): Promise<Result<K>> {
    const refused = this.#ended ?? this.#barred(name);
    if (refused !== undefined) return Promise.reject(new TocsinError('storeUnavailable', refused));
    const result = new Promise<Result<K>>((resolve, reject) => {
      this.#calls.push([name, args]);
      this.#callers.push({ resolve: resolve as (value: unknown) => void, reject });
    });
    this.#flushSoon();
    return result;
  }

  /** What was called before is still done. */
  async close(): Promise<void> {
    if (this.#ended !== undefined) return;
    this.#closing = true;
    while (this.#calls.length > 0) this.#post();
    const gone = new Promise<void>((resolve) => this.#worker.once('exit', () => resolve()));
    this.#worker.postMessage('close');
    await gone;
  }

  #flushSoon(): void {
    if (this.#flushing || this.#waiting.size >= BATCHES_UNDER_WAY) return;
    this.#flushing = true;
    setImmediate(() => {
      this.#flushing = false;
      if (this.#calls.length > 0 && this.#waiting.size < BATCHES_UNDER_WAY) this.#post();
    });
  }

  #post(): void {
    const batch: Batch = { serial: ++this.#serial, calls: this.#calls.splice(0, CALLS_PER_BATCH) };
    this.#waiting.add(batch.serial, this.#callers.splice(0, CALLS_PER_BATCH));
    this.#worker.postMessage(batch);
  }

  #done({ serial, results }: BatchDone): void {
    const callers = this.#waiting.take(serial) ?? [];
    this.#failedReason = undefined;
    for (const [index, caller] of callers.entries()) {
      const result = results[index];
      if (result !== undefined && 'value' in result) caller.resolve(result.value);
      else if (result !== undefined) {
        if (result.disk) this.#failedReason = result.failed;
        caller.reject(new TocsinError(result.disk ? 'storeUnavailable' : 'storeCorrupt', result.failed));
      }
    }
    if (this.#calls.length > 0) this.#flushSoon();
  }

  #end(reason: string): void {
    if (this.#ended !== undefined) return;
    this.#ended = reason;
    if (!this.#closing) this.#broken.resolve(reason);
    const callers = [...this.#waiting.drain().flat(), ...this.#callers];
    this.#calls = [];
    this.#callers = [];
    for (const caller of callers) caller.reject(new TocsinError('storeUnavailable', reason));
  }
}
