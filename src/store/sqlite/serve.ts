import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import { Batches, failureOf } from './batches.ts';
import { openForReading, openForWriting } from './open.ts';
import type { Batch, BatchDone, Call, WorkerMessage, WorkerOptions } from './protocol.ts';
import { WaitingBatches } from './waiting-batches.ts';
import { packResult, unpackCall } from './wire/packing.ts';

/**
 * Answers the batches of one channel. It runs in the thread that owns the database, so that the event loop that answers
 * enquire_link never waits for a disk.
 */
export const serve = (port: MessagePort, { path, readOnly, limits }: WorkerOptions): void => {
  const say = (message: WorkerMessage): void => port.postMessage(message);
  try {
    const db = readOnly ? openForReading(path) : openForWriting(path);
    const batches = new Batches(db, limits);
    if (!readOnly) batches.recall();
    const waiting = new WaitingBatches(() => receiveMessageOnPort(port)?.message);
    const work = (): boolean => {
      const transaction = waiting.transaction();
      const { value: first } = transaction.next();
      if (first === undefined) return false;
      const taken = [first];
      const results = readOnly
        ? batches.read(first.calls.map(unpackCall))
        : batches.run(first.calls.map(unpackCall), () => {
            const { value: next } = transaction.next();
            if (next !== undefined) taken.push(next);
            return next?.calls.map(unpackCall);
          });
      let from = 0;
      for (const { serial, calls } of taken) {
        const own = results.slice(from, from + calls.length);
        say({ serial, results: own.map((result, index) => packed(calls[index], result)) });
        from += calls.length;
      }
      return true;
    };
    port.on('message', (one: Batch | 'close') => {
      waiting.put(one);
      while (work());
      if (!waiting.isLast) return;
      db.close();
      port.close();
    });
    say({ kind: 'open' });
  } catch (error) {
    say({ kind: 'cannotOpen', reason: failureOf(error).failed });
    port.close();
  }
};

type Result = BatchDone['results'][number];

const packed = (call: Call | undefined, result: Result): Result =>
  'value' in result ? { value: packResult(call?.[0], result.value) } : result;
