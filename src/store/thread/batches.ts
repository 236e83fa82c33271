import type { IntakeLimits } from '../../domain/messages/intake-limits.ts';
import { type Db, StoreLost } from '../db.ts';
import { NodeNews } from '../rules/nodes/news.ts';
import { NotedActs } from '../rules/operation/noted-acts.ts';
import { KeptKeys } from '../rules/queue/kept-keys.ts';
import { KeptLately } from '../rules/receipts/kept-lately.ts';
import { KnownPhones } from '../rules/receipts/known-phones.ts';
import { PassedOver } from '../rules/receipts/passed-over.ts';
import type { ReceiptMemory } from '../rules/receipts/receipt-memory.ts';
import { RecentRefs } from '../rules/receipts/recent-refs.ts';
import { beginAt, hashing } from '../rules/receipts/settled-table.ts';
import { type Operations, prepareOperations } from './operations.ts';
import type { BatchDone, Call, Failure } from './protocol.ts';

type Results = BatchDone['results'];

/** Runs batches of calls in transactions: batches that come together share one commit and its fsync (group commit). */
export class Batches {
  readonly #db: Db;
  /** Undefined: the gateway is alone on the database. */
  readonly #news: NodeNews | undefined;
  readonly #memory: ReceiptMemory;
  readonly #operations: Operations;
  readonly #acts: NotedActs;
  #diskFailed = false;

  constructor(db: Db, limits: IntakeLimits) {
    this.#db = db;
    const { node } = db;
    const news = node && new NodeNews(db, node.number);
    this.#news = news;
    this.#memory = {
      settled: new RecentRefs(node && hashing(beginAt(node.seed)), (one) => news?.settled(one)),
      kept: new KeptKeys((ref, at) => news?.kept(ref, at)),
      phones: new KnownPhones(news),
      passedOver: new PassedOver((phone) => news?.passed(phone)),
      lately: new KeptLately(),
    };
    this.#acts = new NotedActs(db);
    this.#operations = prepareOperations(db, { ...this.#memory, limits, acts: this.#acts });
  }

  /**
   * Reads from the disk what the memory must know from before a restart. To be called before the first batch that
   * writes.
   */
  recall(): void {
    this.#news?.begin();
    const { settled, kept, phones, passedOver } = this.#memory;
    for (const one of [settled, kept, phones, passedOver]) one.recall(this.#db);
  }

  /**
   * Runs all calls in one transaction. If one of them throws, runs all calls again, each in a savepoint, so that only
   * the faulty call fails. Runs them again too if the database has rolled them back for another program's transaction.
   * @param more is asked before the commit for calls that came meanwhile; returns undefined if there are none, or if
   * the transaction is full
   * @returns the results of the first calls, then of those from `more`, in their order
   */
  run(first: readonly Call[], more: () => readonly Call[] | undefined): Results {
    const calls = [...first];
    const together = this.#inTransaction(calls, () => {
      const results = first.map((call) => ({ value: this.#call(call) }));
      for (let next = more(); next !== undefined; next = more()) {
        calls.push(...next);
        for (const call of next) results.push({ value: this.#call(call) });
      }
      return results;
    });
    if (together.every((result) => 'value' in result)) return together;
    const isForAnother = together.some((result) => 'failed' in result && result.isForAnother === true);
    if (!isForAnother && (this.#diskFailed || calls.length === 1)) return together;
    return this.#inTransaction(calls, () => calls.map((call) => this.#callApart(call)));
  }

  /**
   * Runs calls without a transaction: each call reads what is committed. Once the connection is lost the others fail
   * too: each would wait as long for a server that does not answer.
   */
  read(calls: readonly Call[]): Results {
    let lost: Failure | undefined;
    return calls.map((call) => {
      if (lost !== undefined) return lost;
      try {
        return { value: this.#call(call) };
      } catch (error) {
        if (error instanceof StoreLost) throw error;
        const failed = failureOf(error);
        if (isLost(error)) lost = failed;
        return failed;
      }
    });
  }

  #inTransaction(calls: readonly Call[], work: () => Results): Results {
    const db = this.#db;
    try {
      db.begin();
      // After the disk has failed, each batch writes at least this: on a full disk, a batch that writes nothing is
      // committed too, and would seem to prove that the disk takes writes again.
      if (this.#diskFailed) db.touch();
      this.#news?.hear(this.#memory);
      const results = work();
      this.#news?.tell();
      db.commit();
      this.#memory.settled.committed();
      this.#acts.committed();
      this.#diskFailed = false;
      return results;
    } catch (error) {
      if (error instanceof StoreLost) throw error;
      if (db.inTransaction) db.rollback();
      this.#memory.settled.backTo(0);
      this.#memory.phones.rolledBack();
      this.#acts.backTo(0);
      const failed = failureOf(error);
      this.#diskFailed = failed.disk;
      return calls.map(() => failed);
    } finally {
      this.#news?.ended();
    }
  }

  #callApart(call: Call): { readonly value: unknown } | Failure {
    const db = this.#db;
    const mark = this.#memory.settled.mark();
    const actsMark = this.#acts.mark();
    const newsMark = this.#news?.mark() ?? 0;
    db.exec('SAVEPOINT call');
    try {
      const value = this.#call(call);
      db.exec('RELEASE call');
      return { value };
    } catch (error) {
      if (error instanceof StoreLost) throw error;
      // A full disk ends the whole transaction (sqlite.org/lang_transaction.html, 3.1): there is no savepoint left.
      if (!db.inTransaction) throw error;
      db.exec('ROLLBACK TO call');
      db.exec('RELEASE call');
      this.#memory.settled.backTo(mark);
      this.#acts.backTo(actsMark);
      this.#news?.backTo(newsMark);
      return failureOf(error);
    }
  }

  #call(call: Call): unknown {
    const [name, args, act] = call;
    const work = () => (this.#operations[name] as (...args: readonly unknown[]) => unknown)(...args);
    return act === undefined ? work() : this.#acts.make(call, act, work);
  }
}

/**
 * PostgreSQL has rolled the transaction back for another one, as for a deadlock: it may succeed now. The others of this
 * class are not among them: with one, 40003, nobody knows whether the statement was carried out.
 */
const FOR_ANOTHER = /^40(?:001|P01)$/;

// SQLite's codes (sqlite.org/rescode.html) and PostgreSQL's classes: connection, resources, operator, system, internal,
// a transaction that was rolled back for another one, as for a deadlock, a lock or a statement that took too long, a
// server that only reads, and a transaction that was given up (postgresql.org/docs/current/errcodes-appendix.html).
const DATABASE_FAILED =
  /^(?:SQLITE_(?:FULL|IOERR|READONLY|CANTOPEN|BUSY|CORRUPT|NOTADB)|(?:08|40|53|57|58|XX|F0)...|55P03|25006|25P02)/;

/** A connection that was lost, or could not be made for whatever reason, is no fault of a call. */
const isLost = (error: unknown): boolean =>
  error instanceof Error && 'isLost' in error && error.isLost === true;

/** The error as a value. `disk` is true if the file of the database can't be used, so another call would fail too. */
export const failureOf = (error: unknown): Failure => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return {
    failed: error instanceof Error ? `${error.message}${code === '' ? '' : ` (${code})`}` : String(error),
    disk: DATABASE_FAILED.test(code) || isLost(error),
    ...(FOR_ANOTHER.test(code) && { isForAnother: true }),
  };
};
