import { EventEmitter } from 'node:events';
import type { MessagePort } from 'node:worker_threads';

/** The other end of a port, which serves a database, seen by the channel as a thread of its own. */
export class PortThread extends EventEmitter {
  readonly #port: MessagePort;

  constructor(port: MessagePort) {
    super();
    this.#port = port;
    port.on('message', (message) => this.emit('message', message));
    port.once('close', () => this.emit('exit', 0));
  }

  postMessage(message: unknown): void {
    this.#port.postMessage(message);
  }
}
