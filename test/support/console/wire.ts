import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

export type Rewrite = (octets: Buffer) => Buffer;

/** A network between the browser and a gateway: it can be cut, and it can swallow what is sent. */
export class Wire {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #rewrite: Rewrite | undefined;
  #port: number;
  #state: 'whole' | 'cut' | 'silent' = 'whole';

  private constructor(server: Server, port: number, rewrite?: Rewrite) {
    this.#server = server;
    this.#rewrite = rewrite;
    this.#port = port;
    server.on('connection', (near) => this.#join(near));
  }

  /** @param url of the gateway @param rewrite what the gateway answers, as pieces of octets */
  static async open(url: string, rewrite?: Rewrite): Promise<Wire> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Wire(server, Number(new URL(url).port), rewrite);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** The gateway has another port now. */
  leadTo(url: string): void {
    this.#port = Number(new URL(url).port);
  }

  /** Breaks each connection, and each new one. */
  cut(): void {
    this.#state = 'cut';
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Nothing arrives any more, and nobody is told: as if a cable was pulled out. */
  silence(): void {
    this.#state = 'silent';
  }

  mend(): void {
    this.#state = 'whole';
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #join(near: Socket): void {
    this.#keep(near);
    if (this.#state === 'cut') {
      near.destroy();
      return;
    }
    const far = connect(this.#port, '127.0.0.1');
    this.#keep(far);
    this.#pass(near, far);
    this.#pass(far, near, this.#rewrite);
  }

  #pass(from: Socket, to: Socket, rewrite: Rewrite = (octets) => octets): void {
    from.on('data', (octets: Buffer) => {
      if (this.#state !== 'silent') to.write(rewrite(octets));
    });
    from.on('close', () => to.destroy());
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => this.#sockets.delete(socket));
  }
}
