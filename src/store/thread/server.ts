import type { Db } from '../db.ts';
import { openDb } from '../open-db.ts';
import { Batches, failureOf } from './batches.ts';
import type { Batch, BatchDone, Call, Failure, WorkerMessage, WorkerOptions } from './protocol.ts';
import { WaitingBatches } from './waiting-batches.ts';
import { packResult, unpackCall } from './wire/packing.ts';

/**
 * After so many ms without an answer of the database, calls that have not begun are refused: their callers must not
 * wait as long as the one that has begun, whose outcome nobody knows yet. It is longer than a node that stands still in
 * a transaction can hold up the others.
 */
const SILENT_MS = 8000;
const SILENT: Failure = { failed: 'the database does not answer', disk: true };

/** How the server talks to its channel. */
interface Wires {
  readonly say: (message: WorkerMessage) => void;
  /** Returns the next message of the channel that has come meanwhile; undefined if there is none. */
  readonly receive: () => Batch | 'close' | undefined;
}

/** Answers the batches of one channel on a database that it owns. */
export class DatabaseServer {
  readonly #db: Db;
  readonly #batches: Batches;
  readonly #waiting: WaitingBatches;
  readonly #readOnly: boolean;
  readonly #say: Wires['say'];

  private constructor({ place, readOnly, limits }: WorkerOptions, { say, receive }: Wires) {
    this.#db = openDb(place, readOnly, (step) => say({ kind: 'migrating', step }));
    this.#batches = new Batches(this.#db, limits);
    if (!readOnly) this.#batches.recall();
    this.#waiting = new WaitingBatches(receive);
    this.#readOnly = readOnly;
    this.#say = say;
    this.#db.whenTold?.(() => say({ kind: 'told' }));
    this.#db.whileSilent?.((silentMs) => {
      if (silentMs >= SILENT_MS) this.#refuseWaiting();
    });
  }

  /** Opens the file and says so, or says why it can't and returns undefined. */
  static open(options: WorkerOptions, wires: Wires): DatabaseServer | undefined {
    try {
      const server = new DatabaseServer(options, wires);
      wires.say({ kind: 'open' });
      return server;
    } catch (error) {
      wires.say({ kind: 'cannotOpen', reason: failureOf(error).failed });
      return undefined;
    }
  }

  /** Handles a message, and all that wait. Returns whether the channel goes on; otherwise the file is closed. */
  take(message: Batch | 'close'): boolean {
    this.#waiting.put(message);
    while (this.#work());
    if (!this.#waiting.isLast) return true;
    this.#db.close();
    return false;
  }

  #refuseWaiting(): void {
    for (const { serial, calls } of this.#waiting.takeAll())
      this.#say({ serial, results: calls.map(() => SILENT) });
    // Other calls may not have been sent, since those of the transaction are not answered.
    this.#say({ kind: 'silent', reason: SILENT.failed });
  }

  #work(): boolean {
    const transaction = this.#waiting.transaction();
    const { value: first } = transaction.next();
    if (first === undefined) return false;
    const taken = [first];
    const results = this.#readOnly
      ? this.#batches.read(first.calls.map(unpackCall))
      : this.#batches.run(first.calls.map(unpackCall), () => {
          const { value: next } = transaction.next();
          if (next !== undefined) taken.push(next);
          return next?.calls.map(unpackCall);
        });
    let from = 0;
    for (const { serial, calls } of taken) {
      const own = results.slice(from, from + calls.length);
      this.#say({ serial, results: own.map((result, index) => packed(calls[index], result)) });
      from += calls.length;
    }
    return true;
  }
}

type Result = BatchDone['results'][number];

const packed = (call: Call | undefined, result: Result): Result =>
  'value' in result ? { value: packResult(call?.[0], result.value) } : result;
