import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { Batches, failureOf } from './batches.ts';
import { openForReading, openForWriting } from './open.ts';
import type { Batch, WorkerMessage, WorkerOptions } from './protocol.ts';

/** The thread that owns the database, so that the event loop that answers enquire_link never waits for a disk. */
const serve = (port: MessagePort, { path, readOnly, limits }: WorkerOptions): void => {
  const say = (message: WorkerMessage): void => port.postMessage(message);
  try {
    const db = readOnly ? openForReading(path) : openForWriting(path);
    const batches = new Batches(db, limits);
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
  } catch (error) {
    say({ kind: 'cannotOpen', reason: failureOf(error).failed });
    port.close();
  }
};

const isForUs = (data: unknown): data is WorkerOptions =>
  typeof data === 'object' && data !== null && 'readOnly' in data;

// Elsewhere, as in the gateway's own thread, it is only loaded: see thread-cache.ts.
if (parentPort !== null && isForUs(workerData)) serve(parentPort, workerData);
