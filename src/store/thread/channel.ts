import type { TellMigration } from '../../domain/operation/upgrade/migration.ts';
import { currentAct } from '../../kernel/acts/acting.ts';
import type { Clock } from '../../kernel/clock.ts';
import { TocsinError } from '../../kernel/errors.ts';
import { InFlight } from '../../kernel/in-flight.ts';
import { systemClock } from '../../kernel/system-clock.ts';
import { nameOf } from '../place.ts';
import { type Caller, Gathering } from './gathering.ts';
import type { Operations } from './operations.ts';
import type { Batch, BatchDone, Call, OperationName, WorkerMessage, WorkerOptions } from './protocol.ts';
import type { StartThread, Thread } from './thread.ts';
import { unpackResult } from './wire/packing.ts';

/**
 * If a batch takes longer, ms, its disk, its server or that server's standby does not answer.
 */
const ANSWERS_WITHIN_MS = 20_000;

type Args<K extends OperationName> = Parameters<Operations[K]>;
type Result<K extends OperationName> = ReturnType<Operations[K]>;

interface Sent {
  readonly of: Gathering;
  readonly callers: readonly Caller[];
  /** When it was sent, ms of the monotonic clock. */
  readonly at: number;
}

/**
 * Sends calls to the database's thread. Calls that are made in one turn of the event loop are sent together, and are in
 * one commit if they are few; nothing may rely on it. Urgent calls go before usual calls that wait.
 * A call resolves after its commit is synced to disk. It rejects with `storeUnavailable` if the disk can't be written.
 */
export class Channel {
  readonly #worker: Thread;
  readonly #clock: Pick<Clock, 'elapsed'>;
  /** Batches that were sent and not answered, by their serial numbers. */
  readonly #waiting = new InFlight<Sent>();
  readonly #urgent = new Gathering('urgent');
  readonly #usual = new Gathering('usual');
  #serial = 0;
  #flushing = false;
  #ended: string | undefined;
  #closing = false;
  #barred: (name: OperationName) => string | undefined = () => undefined;
  readonly #broken = Promise.withResolvers<string>();
  #failedReason: string | undefined;
  #told: () => void = () => undefined;
  /** When a batch was last answered, ms of the monotonic clock. */
  #answeredAt = 0;

  private constructor(worker: Thread, clock: Pick<Clock, 'elapsed'>) {
    this.#worker = worker;
    this.#clock = clock;
    worker.on('message', (message: WorkerMessage) => {
      if ('serial' in message) this.#done(message);
      else if (message.kind === 'told') this.#told();
      else if (message.kind === 'silent') this.#refuseGathered(message.reason);
    });
    worker.on('error', (error) => this.#end(`the database's thread died: ${error.message}`));
    worker.on('exit', () => this.#end('the database is closed'));
  }

  /**
   * @param tell what is told while an older store is migrated
   * @throws TocsinError `storeUnavailable` with the reason if the file can't be opened or migrated
   */
  static async open(
    options: WorkerOptions,
    startThread: StartThread,
    tell?: TellMigration,
    clock: Pick<Clock, 'elapsed'> = systemClock,
  ): Promise<Channel> {
    const worker = await startThread(options);
    await new Promise<void>((resolve, reject) => {
      worker.once('error', reject);
      const heard = (message: WorkerMessage): void => {
        if ('kind' in message && message.kind === 'migrating') {
          tell?.(message.step);
          return;
        }
        worker.off('error', reject);
        worker.off('message', heard);
        if ('kind' in message && message.kind === 'cannotOpen') {
          reject(
            new TocsinError('storeUnavailable', `cannot open ${nameOf(options.place)}: ${message.reason}`),
          );
        } else resolve();
      };
      worker.on('message', heard);
    });
    return new Channel(worker, clock);
  }

  /** Resolves with the reason if the thread ends by itself. Nothing starts it again. */
  get broken(): Promise<string> {
    return this.#broken.promise;
  }

  /** Why the last batch could not be written; undefined while the disk can be written. */
  get failedReason(): string | undefined {
    return this.#ended ?? this.#failedReason;
  }

  /** Why calls wait, if none has been answered for long: nothing has failed, and nothing is stored either. */
  get silentReason(): string | undefined {
    const oldest = this.#waiting.oldest();
    if (oldest === undefined) return undefined;
    const waitedMs = this.#clock.elapsed() - Math.max(oldest.at, this.#answeredAt);
    if (waitedMs < ANSWERS_WITHIN_MS) return undefined;
    return `the store has not answered for ${Math.floor(waitedMs / 1000)} s`;
  }

  /**
   * Sets a function that decides about each call before it is sent: it returns why the call must be refused now, or
   * undefined.
   */
  guard(barred: (name: OperationName) => string | undefined): void {
    this.#barred = barred;
  }

  /** @param told is called after another node has told of something */
  whenTold(told: () => void): void {
    this.#told = told;
  }

  call<K extends OperationName>(name: K, ...args: Args<K>): Promise<Result<K>> {
    return this.#gather(this.#usual, name, args);
  }

  /**
   * Like `call`, but goes before usual calls that were made earlier and are not answered; urgent calls keep their
   * order. Only for calls that don't depend on a usual call which is not answered yet.
   */
  callUrgently<K extends OperationName>(name: K, ...args: Args<K>): Promise<Result<K>> {
    return this.#gather(this.#urgent, name, args);
  }

  /** Completes the calls that were made before `close`, then ends the thread. */
  async close(): Promise<void> {
    if (this.#ended !== undefined) return;
    this.#closing = true;
    for (const one of [this.#urgent, this.#usual]) while (!one.isEmpty) this.#post(one);
    const gone = new Promise<void>((resolve) => this.#worker.once('exit', () => resolve()));
    this.#worker.postMessage('close');
    await gone;
  }

  #gather<K extends OperationName>(of: Gathering, name: K, args: Args<K>): Promise<Result<K>> {
    const refused = this.#ended ?? this.#barred(name);
    if (refused !== undefined) return Promise.reject(new TocsinError('storeUnavailable', refused));
    const result = new Promise<Result<K>>((resolve, reject) => {
      const act = currentAct();
      const call: Call = act === undefined ? [name, args] : [name, args, act];
      of.put(call, { name, resolve: resolve as (value: unknown) => void, reject });
    });
    this.#flushSoon();
    return result;
  }

  #flushSoon(): void {
    if (this.#flushing || !(this.#urgent.mayPost || this.#usual.mayPost)) return;
    this.#flushing = true;
    setImmediate(() => {
      this.#flushing = false;
      this.#flush();
    });
  }

  #flush(): void {
    for (const one of [this.#urgent, this.#usual]) while (one.mayPost) this.#post(one);
  }

  #post(of: Gathering): void {
    const { calls, rows, callers } = of.take();
    const batch: Batch = { serial: ++this.#serial, urgent: of.urgent, calls, rows };
    this.#waiting.add(batch.serial, { of, callers, at: this.#clock.elapsed() });
    this.#worker.postMessage(batch);
  }

  #done({ serial, results }: BatchDone): void {
    const done = this.#waiting.take(serial);
    if (done === undefined) return;
    done.of.answered();
    this.#answeredAt = this.#clock.elapsed();
    // The next batch is sent before the callers are answered: what the callers do next takes time, in which the thread
    // would have no work.
    this.#flush();
    this.#failedReason = undefined;
    for (const [index, caller] of done.callers.entries()) {
      const result = results[index];
      if (result !== undefined && 'value' in result) caller.resolve(unpackResult(caller.name, result.value));
      else if (result !== undefined) {
        if (result.disk) this.#failedReason = result.failed;
        caller.reject(new TocsinError(result.disk ? 'storeUnavailable' : 'storeCorrupt', result.failed));
      }
    }
  }

  /** The thread has refused what it had not begun, since the database does not answer: so is what was not sent. */
  #refuseGathered(reason: string): void {
    for (const one of [this.#urgent, this.#usual])
      for (const caller of one.drain()) {
        this.#failedReason = reason;
        caller.reject(new TocsinError('storeUnavailable', reason));
      }
  }

  #end(reason: string): void {
    if (this.#ended !== undefined) return;
    this.#ended = reason;
    if (!this.#closing) this.#broken.resolve(reason);
    const callers = this.#waiting.drain().flatMap((one) => one.callers);
    for (const one of [this.#urgent, this.#usual]) callers.push(...one.drain());
    for (const caller of callers) caller.reject(new TocsinError('storeUnavailable', reason));
  }
}
