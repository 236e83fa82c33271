import type { AddressInfo, Server, Socket } from 'node:net';
import { createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/**
 * How often it is tried to get back a port, and the time between two tries, ms. While nobody listens, the system may
 * give the port to a socket of a client, even to one that connects to this very port, and so to itself.
 */
const [TRIES, BETWEEN_MS] = [600, 25];

/** A listening port that can be closed and opened again with the same number. */
export class Listener {
  readonly #onSocket: (socket: Socket) => void;
  #server: Server | undefined;
  #closing: Promise<void> = Promise.resolve();
  #port: number;
  #hadPort = false;

  /** @param port 0 for any free port */
  constructor(port: number, onSocket: (socket: Socket) => void) {
    this.#port = port;
    this.#onSocket = onSocket;
  }

  get port(): number {
    return this.#port;
  }

  /** Listens, unless it already does. Rejects if the port isn't free; one that it had before it waits for. */
  async open(): Promise<void> {
    if (this.#server !== undefined) return;
    const server = createServer({ noDelay: true }, this.#onSocket);
    this.#server = server;
    await this.#closing;
    for (let tries = this.#hadPort ? TRIES : 1; !(await this.#listens(server, tries === 1)); tries--) {
      await wait(BETWEEN_MS);
      if (this.#server !== server) return;
    }
    this.#hadPort = true;
    this.#port = (server.address() as AddressInfo).port;
  }

  /** @param isLast whether it rejects if another socket has the port */
  #listens(server: Server, isLast: boolean): Promise<boolean> {
    return new Promise((resolve, reject) => {
      const listening = (): void => {
        server.off('error', failed);
        resolve(true);
      };
      const failed = (error: NodeJS.ErrnoException): void => {
        server.off('listening', listening);
        if (error.code === 'EADDRINUSE' && !isLast) resolve(false);
        else reject(error);
      };
      server.once('error', failed);
      server.once('listening', listening);
      server.listen(this.#port, '127.0.0.1');
    });
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
