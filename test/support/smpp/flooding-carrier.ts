import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { cstring, pdu } from './scripted-smsc.ts';

const DELIVER_SM_RESP = 0x80000005;
const BINDS: ReadonlySet<number> = new Set([1, 2, 9]);
const ENQUIRE_LINK = 0x15;
const UNBIND = 6;

/** A carrier that delivers as fast as it is answered, without end if it is told so; it takes nothing. */
export class FloodingCarrier {
  readonly #server: Server;
  /** How often each command_status was answered. */
  readonly answers = new Map<number, number>();
  readonly #bound = Promise.withResolvers<Socket>();
  #wake: () => void = () => {};
  #sent = 0;
  #answered = 0;

  private constructor(server: Server) {
    this.#server = server;
    server.on('connection', (socket) => this.#serve(socket));
  }

  /** On any port; it ends with the test. */
  static async start(): Promise<FloodingCarrier> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => {
      server.close();
    });
    return new FloodingCarrier(server);
  }

  get port(): number {
    const address = this.#server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  /**
   * Sends each frame once; resolves when all are answered.
   * @param window frames without an answer
   */
  async deliver(frames: Iterable<Buffer>, window = 1000): Promise<void> {
    const socket = await this.#bound.promise;
    for (const frame of frames) {
      frame.writeUInt32BE(++this.#sent, 12);
      socket.write(frame);
      while (this.#sent - this.#answered >= window) await this.#next();
    }
    while (this.#answered < this.#sent) await this.#next();
  }

  #next(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  #serve(socket: Socket): void {
    onTestFinished(() => {
      socket.destroy();
    });
    socket.on('error', () => {});
    let buffered = Buffer.alloc(0);
    socket.on('data', (chunk: Buffer) => {
      buffered = Buffer.concat([buffered, chunk]);
      let at = 0;
      while (buffered.length - at >= 4 && buffered.length - at >= buffered.readUInt32BE(at)) {
        this.#frame(socket, buffered.subarray(at, at + buffered.readUInt32BE(at)));
        at += buffered.readUInt32BE(at);
      }
      buffered = buffered.subarray(at);
      this.#wake();
    });
  }

  #frame(socket: Socket, frame: Buffer): void {
    const command = frame.readUInt32BE(4);
    const status = frame.readUInt32BE(8);
    const answer = (body?: Buffer) =>
      socket.write(pdu(command + 0x80000000, 0, frame.readUInt32BE(12), body));
    if (command === DELIVER_SM_RESP) {
      this.#answered++;
      this.answers.set(status, (this.answers.get(status) ?? 0) + 1);
    } else if (BINDS.has(command)) {
      answer(cstring('FLOOD'));
      this.#bound.resolve(socket);
    } else if (command === ENQUIRE_LINK || command === UNBIND) answer();
  }
}
