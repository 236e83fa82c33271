import { type MessagePort, workerData } from 'node:worker_threads';
import { Connection } from './connection.ts';
import type { Asked, ConnectionOptions, Replied } from './protocol.ts';

interface Given extends ConnectionOptions {
  readonly port: MessagePort;
  /** Counts the replies. */
  readonly replied: Int32Array;
}

/** Asks the server on behalf of a thread that waits, without an event loop, for each reply. */
const serve = ({ port, replied, ...options }: Given): void => {
  const connection = new Connection(options);
  port.on('message', async (asked: Asked) => {
    const reply: Replied = await connection.reply(asked);
    port.postMessage(reply);
    Atomics.add(replied, 0, 1);
    Atomics.notify(replied, 0);
    if (asked === 'end') port.close();
  });
};

const isForUs = (data: unknown): data is Given =>
  typeof data === 'object' && data !== null && 'replied' in data;

if (isForUs(workerData)) serve(workerData);
