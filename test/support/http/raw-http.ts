import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** An answer as it was received. */
export interface RawAnswer {
  readonly status: number;
  /** The header fields, with names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/** An HTTP client that writes octets when the test says so, and reads answers at any time. */
export class RawHttp {
  readonly socket: Socket;
  /** Resolves when the connection is closed or broken. */
  readonly closed: Promise<void>;
  readonly #came: RawAnswer[] = [];
  readonly #waiting: ((answer: RawAnswer | undefined) => void)[] = [];
  #octets = Buffer.alloc(0);
  #isClosed = false;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.setNoDelay(true);
    socket.on('error', () => {});
    socket.on('data', (octets) => this.#read(octets));
    this.closed = new Promise((resolve) => {
      socket.once('close', () => {
        this.#isClosed = true;
        for (const take of this.#waiting.splice(0)) take(undefined);
        resolve();
      });
    });
  }

  static async connect(port: number): Promise<RawHttp> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    return new RawHttp(socket);
  }

  /** Resolves when the system has taken the octets, or the connection is gone. */
  async write(octets: string | Uint8Array): Promise<void> {
    if (this.#isClosed) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.socket.write(octets, () => resolve());
    await Promise.race([promise, this.closed]);
  }

  /** The next answer; undefined when the connection ends without one. */
  answer(): Promise<RawAnswer | undefined> {
    const came = this.#came.shift();
    if (came !== undefined || this.#isClosed) return Promise.resolve(came);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #read(octets: Buffer): void {
    this.#octets = Buffer.concat([this.#octets, octets]);
    for (;;) {
      const end = this.#octets.indexOf('\r\n\r\n');
      if (end === -1) return;
      const [first = '', ...lines] = this.#octets.toString('latin1', 0, end).split('\r\n');
      const headers = new Map(
        lines.map((line) => [
          line.split(':', 1)[0]?.toLowerCase() ?? '',
          line.slice(line.indexOf(':') + 1).trim(),
        ]),
      );
      const length = Number(headers.get('content-length') ?? 0);
      if (this.#octets.length < end + 4 + length) return;
      const body = this.#octets.toString('utf8', end + 4, end + 4 + length);
      this.#octets = this.#octets.subarray(end + 4 + length);
      const answer = { status: Number(first.split(' ')[1]), headers, body };
      const take = this.#waiting.shift();
      if (take === undefined) this.#came.push(answer);
      else take(answer);
    }
  }
}
