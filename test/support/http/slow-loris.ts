import { connect, type Socket } from 'node:net';

/** Time between two octets of a client, and from a cut to its next connection, ms. */
const DRIP_MS = 1000;

/** Clients that begin a request and never end it, and connect again when they are cut off. */
export class SlowLorises {
  readonly #port: number;
  readonly #sockets = new Set<Socket>();
  readonly #timers = new Set<NodeJS.Timeout>();
  #over = false;
  /** How many connections were accepted. */
  connected = 0;

  constructor(port: number, clients: number) {
    this.#port = port;
    for (let n = 0; n < clients; n++) this.#later(n % DRIP_MS, () => this.#come());
  }

  end(): void {
    this.#over = true;
    for (const timer of this.#timers) clearTimeout(timer);
    for (const socket of this.#sockets) socket.destroy();
  }

  #come(): void {
    const socket = connect({ port: this.#port, host: '127.0.0.1', allowHalfOpen: true });
    this.#sockets.add(socket);
    const drip = (): void => {
      if (socket.destroyed) return;
      socket.write('X');
      this.#later(DRIP_MS, drip);
    };
    socket.on('connect', () => {
      this.connected += 1;
      socket.write('POST /v1/messages HTTP/1.1\r\nHost: tocsin\r\nX-Slow: ');
      drip();
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      this.#sockets.delete(socket);
      if (!this.#over) this.#later(DRIP_MS, () => this.#come());
    });
  }

  #later(ms: number, run: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      run();
    }, ms);
    this.#timers.add(timer);
  }
}
