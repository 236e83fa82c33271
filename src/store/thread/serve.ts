import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import type { Batch, WorkerOptions } from './protocol.ts';
import { DatabaseServer } from './server.ts';

/**
 * Serves one channel by a port. It runs in the thread that owns the database, so that the event loop that answers
 * enquire_link never waits for a disk.
 */
export const serve = (port: MessagePort, options: WorkerOptions): void => {
  const server = DatabaseServer.open(options, {
    say: (message) => port.postMessage(message),
    receive: () => receiveMessageOnPort(port)?.message,
  });
  if (server === undefined) {
    port.close();
    return;
  }
  port.on('message', (one: Batch | 'close') => {
    if (!server.take(one)) port.close();
  });
};
