import { parentPort, workerData } from 'node:worker_threads';
import { Batches, failureOf } from './batches.ts';
import { openForReading, openForWriting } from './open.ts';
import type { Batch, WorkerMessage, WorkerOptions } from './protocol.ts';

/** The thread that owns the database, so that the event loop that answers enquire_link never waits for a disk. */
const port = parentPort;
if (port === null) throw new Error('store/sqlite/worker.ts runs as a worker thread');

const say = (message: WorkerMessage): void => port.postMessage(message);

const serve = ({ path, readOnly }: WorkerOptions): void => {
  const db = readOnly ? openForReading(path) : openForWriting(path);
  const batches = new Batches(db);
  if (!readOnly) batches.recall();
  port.on('message', (batch: Batch | 'close') => {
    if (batch === 'close') {
      db.close();
      port.close();
      return;
    }
    const results = readOnly ? batches.read(batch.calls) : batches.run(batch.calls);
    say({ serial: batch.serial, results });
  });
  say({ kind: 'open' });
};

try {
  serve(workerData as WorkerOptions);
} catch (error) {
  say({ kind: 'cannotOpen', reason: failureOf(error).failed });
  port.close();
}
