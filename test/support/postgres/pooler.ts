import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

interface Pair {
  readonly client: Socket;
  session: Socket;
}

/** The server is ready for the next statement, outside of a transaction. */
const IDLE = Buffer.from('Z\0\0\0\u0005I');

/** Stands between clients and PostgreSQL, and gives the sessions of the server to other clients, as PgBouncer may. */
export class Pooler implements AsyncDisposable {
  readonly #server: Server;
  readonly #target: URL;
  readonly #pairs: Pair[] = [];
  #swapsNext = false;

  private constructor(target: URL) {
    this.#target = target;
    this.#server = createServer({ noDelay: true }, (client) => this.#serve(client));
  }

  static async open(url: string): Promise<Pooler> {
    const pooler = new Pooler(new URL(url));
    pooler.#server.listen(0, '127.0.0.1');
    await once(pooler.#server, 'listening');
    return pooler;
  }

  get url(): string {
    const url = new URL(this.#target);
    url.port = String((this.#server.address() as AddressInfo).port);
    return url.href;
  }

  /** Lets the first two clients go on with each other's session. */
  swap(): void {
    this.#swap(this.#pairs[0], this.#pairs[1]);
  }

  /** Lets the next client go on with the session of the first one, once it has signed in. */
  swapNext(): void {
    this.#swapsNext = true;
  }

  #swap(a: Pair | undefined, b: Pair | undefined): void {
    if (a === undefined || b === undefined) throw new Error('two clients are needed');
    [a.session, b.session] = [b.session, a.session];
  }

  #serve(client: Socket): void {
    const session = connect({ port: Number(this.#target.port), host: this.#target.hostname, noDelay: true });
    const pair = { client, session };
    this.#pairs.push(pair);
    client.on('data', (data) => pair.session.write(data));
    session.on('data', (data: Buffer) => {
      this.#pairs.find((one) => one.session === session)?.client.write(data);
      if (!this.#swapsNext || pair === this.#pairs[0] || !data.includes(IDLE)) return;
      this.#swapsNext = false;
      this.#swap(this.#pairs[0], pair);
    });
    const end = (): void => {
      if (this.#pairs.includes(pair)) this.#pairs.splice(this.#pairs.indexOf(pair), 1);
      pair.client.destroy();
      pair.session.destroy();
    };
    for (const socket of [client, session]) socket.on('error', end).on('close', end);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { client } of [...this.#pairs]) client.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }
}
