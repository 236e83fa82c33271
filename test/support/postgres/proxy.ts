import { EventEmitter, once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** What becomes of octets that come from one side. */
type Fault = (data: Buffer) => 'pass' | 'swallow' | 'cut';

/** A statement of its own, as the protocol writes it. */
const COMMIT = 'COMMIT\0';
/** In the first octets of a connection. */
const NAME = /application_name\0([^\0]+)/;

const passes: Fault = () => 'pass';

/** Stands between a client and PostgreSQL, and lets a test break the connection at a chosen moment. */
export class PostgresProxy implements AsyncDisposable {
  readonly #server: Server;
  readonly #target: URL;
  readonly #sockets = new Set<Socket>();
  readonly #opened = new EventEmitter();
  #refuses = false;
  /** How many new connections are taken without a word. */
  #mute = 0;
  #onRequest = passes;
  #onAnswer = passes;

  private constructor(target: URL) {
    this.#target = target;
    // Without it, each answer waits for an acknowledgement that the other side delays by 40 ms (Nagle's algorithm).
    this.#server = createServer({ noDelay: true }, (client) => this.#serve(client));
  }

  static async open(url: string): Promise<PostgresProxy> {
    const proxy = new PostgresProxy(new URL(url));
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get url(): string {
    const url = new URL(this.#target);
    url.port = String((this.#server.address() as AddressInfo).port);
    return url.href;
  }

  /** Cuts the connection instead of the next commit. */
  cutBeforeCommit(): void {
    this.#onRequest = (data) => (data.includes(COMMIT) ? this.#once('cut') : 'pass');
  }

  /**
   * Cuts the connection instead of the first answer after the next commit was asked for.
   * @returns whether that has happened
   */
  cutAfterCommit(): () => boolean {
    let isAsked = false;
    let isCut = false;
    this.#onRequest = (data) => {
      isAsked ||= data.includes(COMMIT);
      return 'pass';
    };
    this.#onAnswer = () => {
      if (!isAsked) return 'pass';
      isCut = true;
      return this.#once('cut');
    };
    return () => isCut;
  }

  /** Goes away instead of the first answer after the next commit was asked for. Resolves once that has happened. */
  awayAfterCommit(): Promise<void> {
    const isCut = this.cutAfterCommit();
    const cuts = this.#onAnswer;
    return new Promise((resolve) => {
      this.#onAnswer = (data) => {
        const fault = cuts(data);
        if (isCut()) {
          this.goAway();
          resolve();
        }
        return fault;
      };
    });
  }

  /** Cuts all connections, and refuses new ones. */
  goAway(): void {
    this.#refuses = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  comeBack(): void {
    this.#refuses = false;
  }

  /** Takes so many new connections without a word, as a server does that is too busy to greet; 0: no more of them. */
  keepMute(connections: number): void {
    this.#mute = connections;
  }

  /** Resolves once so many more connections were led to the server, with the names that they gave themselves. */
  async opened(more: number): Promise<readonly string[]> {
    const names: string[] = [];
    while (names.length < more) names.push(...(await once(this.#opened, 'one')));
    return names;
  }

  #once(fault: 'cut'): 'cut' {
    this.#onRequest = passes;
    this.#onAnswer = passes;
    return fault;
  }

  #serve(client: Socket): void {
    if (this.#refuses) {
      client.destroy();
      return;
    }
    if (this.#mute > 0) {
      this.#mute--;
      this.#sockets.add(client);
      client.on('error', () => client.destroy()).on('close', () => this.#sockets.delete(client));
      client.resume();
      return;
    }
    const server = connect({
      port: Number(this.#target.port),
      host: this.#target.hostname,
      noDelay: true,
    });
    const both = [client, server];
    const end = (): void => {
      for (const one of both) {
        one.destroy();
        this.#sockets.delete(one);
      }
    };
    for (const one of both) {
      this.#sockets.add(one);
      one.on('error', end).on('close', end);
    }
    const relay = (from: Socket, to: Socket, faultOf: () => Fault): void => {
      from.on('data', (data: Buffer) => {
        const what = faultOf()(data);
        if (what === 'pass') to.write(data);
        if (what === 'cut') end();
      });
    };
    client.once('data', (data: Buffer) => {
      this.#opened.emit('one', NAME.exec(data.toString('latin1'))?.[1] ?? '');
    });
    relay(client, server, () => this.#onRequest);
    relay(server, client, () => this.#onAnswer);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.goAway();
    this.#server.close();
    await once(this.#server, 'close');
  }
}
