import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { Connection } from './connection.ts';
import type { Asked } from './protocol.ts';

interface Given {
  readonly port: MessagePort;
  /** Counts the replies, and how often the server showed that it lives while one took long. */
  readonly replied: Int32Array;
}

/** Asks the server on behalf of a thread that waits, without an event loop, for each reply. */
const serve = ({ port, replied }: Given): void => {
  const connection = new Connection(
    () => void Atomics.add(replied, 1, 1),
    (from) => parentPort?.postMessage(from),
  );
  port.on('message', async (asked: Asked) => {
    port.postMessage(await connection.reply(asked));
    Atomics.add(replied, 0, 1);
    Atomics.notify(replied, 0);
  });
};

const isForUs = (data: unknown): data is Given =>
  typeof data === 'object' && data !== null && 'replied' in data;

if (isForUs(workerData)) serve(workerData);
