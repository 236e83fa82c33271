import type { AddressInfo, Server, Socket } from 'node:net';
import { createServer } from 'node:net';

/** A listening port that can be closed and opened again with the same number. */
export class Listener {
  readonly #onSocket: (socket: Socket) => void;
  #server: Server | undefined;
  #closing: Promise<void> = Promise.resolve();
  #port: number;

  /** @param port 0 for any free port */
  constructor(port: number, onSocket: (socket: Socket) => void) {
    this.#port = port;
    this.#onSocket = onSocket;
  }

  get port(): number {
    return this.#port;
  }

  /** Listens, unless it already does. Rejects if the port isn't free. */
  async open(): Promise<void> {
    if (this.#server !== undefined) return;
    const server = createServer({ noDelay: true }, this.#onSocket);
    this.#server = server;
    await this.#closing;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.#port, '127.0.0.1', resolve);
    });
    this.#port = (server.address() as AddressInfo).port;
  }

  /** Refuses new connections; resolves once the open ones have closed. */
  close(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server !== undefined) {
      this.#closing = new Promise((resolve) => {
        server.close(() => resolve());
      });
    }
    return this.#closing;
  }
}
