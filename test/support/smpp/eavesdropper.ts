import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import type { Spoken } from './pcap.ts';

/** Passes one TCP connection on to another port, and keeps what was said; it ends with the test. */
export class Eavesdropper {
  readonly heard: Spoken[] = [];
  readonly #server: Server;
  readonly #sockets: Socket[] = [];

  private constructor(server: Server) {
    this.#server = server;
  }

  static async before(port: number): Promise<Eavesdropper> {
    const server = createServer();
    const between = new Eavesdropper(server);
    server.on('connection', (client: Socket) => between.#pass(client, connect(port, '127.0.0.1')));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => between.#close());
    return between;
  }

  get port(): number {
    const address = this.#server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  #pass(client: Socket, server: Socket): void {
    this.#sockets.push(client, server);
    client.on('data', (octets: Buffer) => this.heard.push({ fromClient: true, octets }));
    server.on('data', (octets: Buffer) => this.heard.push({ fromClient: false, octets }));
    for (const socket of [client, server]) socket.on('error', () => {});
    client.pipe(server);
    server.pipe(client);
  }

  #close(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }
}
