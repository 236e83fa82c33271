import { parentPort, workerData } from 'node:worker_threads';
import { type Db, openForReading, openForWriting } from './open.ts';
import { type Operations, prepareOperations } from './operations.ts';
import type { Batch, BatchDone, Call, Failure, WorkerMessage, WorkerOptions } from './protocol.ts';

/**
 * The thread that owns the database: each batch that arrives is one transaction, so that a commit and its fsync are
 * paid once for all that came together (group commit), and the event loop that answers enquire_link never waits for
 * a disk.
 */
const port = parentPort;
if (port === null) throw new Error('store/sqlite/worker.ts runs as a worker thread');

const say = (message: WorkerMessage): void => port.postMessage(message);

const failure = (error: unknown): Failure => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return {
    failed: error instanceof Error ? `${error.message}${code === '' ? '' : ` (${code})`}` : String(error),
    disk: /^SQLITE_(FULL|IOERR|READONLY|CANTOPEN|BUSY|CORRUPT|NOTADB)/.test(code),
  };
};

const run = (operations: Operations, [name, args]: Call): unknown =>
  (operations[name] as (...args: readonly unknown[]) => unknown)(...args);

/** All in one transaction; if one call throws, all again with a savepoint each, so that only the faulty one fails. */
const runBatch = (db: Db, operations: Operations, calls: readonly Call[]): BatchDone['results'] => {
  try {
    db.exec('BEGIN IMMEDIATE');
    const results = calls.map((call) => ({ value: run(operations, call) }));
    db.exec('COMMIT');
    return results;
  } catch (error) {
    if (db.inTransaction) db.exec('ROLLBACK');
    const failed = failure(error);
    if (failed.disk || calls.length === 1) return calls.map(() => failed);
  }
  return runEach(db, operations, calls);
};

const runEach = (db: Db, operations: Operations, calls: readonly Call[]): BatchDone['results'] => {
  try {
    db.exec('BEGIN IMMEDIATE');
    const results = calls.map((call) => {
      db.exec('SAVEPOINT call');
      try {
        const value = run(operations, call);
        db.exec('RELEASE call');
        return { value };
      } catch (error) {
        db.exec('ROLLBACK TO call');
        db.exec('RELEASE call');
        return failure(error);
      }
    });
    db.exec('COMMIT');
    return results;
  } catch (error) {
    if (db.inTransaction) db.exec('ROLLBACK');
    return calls.map(() => failure(error));
  }
};

const readBatch = (operations: Operations, calls: readonly Call[]): BatchDone['results'] =>
  calls.map((call) => {
    try {
      return { value: run(operations, call) };
    } catch (error) {
      return failure(error);
    }
  });

const serve = ({ path, readOnly }: WorkerOptions): void => {
  const db = readOnly ? openForReading(path) : openForWriting(path);
  const operations = prepareOperations(db);
  port.on('message', (batch: Batch | 'close') => {
    if (batch === 'close') {
      db.close();
      port.close();
      return;
    }
    const results = readOnly ? readBatch(operations, batch.calls) : runBatch(db, operations, batch.calls);
    say({ serial: batch.serial, results });
  });
  say({ kind: 'open' });
};

try {
  serve(workerData as WorkerOptions);
} catch (error) {
  say({ kind: 'cannotOpen', reason: failure(error).failed });
  port.close();
}
