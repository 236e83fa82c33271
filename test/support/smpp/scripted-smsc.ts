import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';

export interface Pdu {
  readonly commandId: number;
  readonly status: number;
  readonly sequence: number;
  readonly body: Buffer;
  /** The whole frame. */
  readonly octets: Buffer;
}

/** A frame made by hand, right or wrong. */
export const pdu = (
  commandId: number,
  status: number,
  sequence: number,
  body: Uint8Array = new Uint8Array(0),
): Buffer => {
  const frame = Buffer.alloc(16 + body.length);
  frame.writeUInt32BE(frame.length, 0);
  frame.writeUInt32BE(commandId, 4);
  frame.writeUInt32BE(status, 8);
  frame.writeUInt32BE(sequence, 12);
  frame.set(body, 16);
  return frame;
};

export const cstring = (text: string): Buffer => Buffer.from(`${text}\0`, 'latin1');

export const tlv = (tag: number, value: Uint8Array): Buffer => {
  const head = Buffer.alloc(4);
  head.writeUInt16BE(tag, 0);
  head.writeUInt16BE(value.length, 2);
  return Buffer.concat([head, value]);
};

export interface DeliverSm {
  readonly sequence?: number;
  readonly source?: string;
  readonly sourceTon?: number;
  readonly destination?: string;
  readonly esmClass?: number;
  readonly dataCoding?: number;
  readonly octets?: Uint8Array;
  readonly tlvs?: readonly Buffer[];
}

/** A deliver_sm (SMPP 3.4, 4.6.1). */
export const deliverSm = (fields: DeliverSm): Buffer => {
  const octets = fields.octets ?? new Uint8Array(0);
  return pdu(
    0x00000005,
    0,
    fields.sequence ?? 1,
    Buffer.concat([
      cstring(''),
      Buffer.of(fields.sourceTon ?? 1, 1),
      cstring(fields.source ?? '33639980001'),
      Buffer.of(5, 0),
      cstring(fields.destination ?? 'PREFECTURE'),
      Buffer.of(fields.esmClass ?? 0, 0, 0),
      cstring(''),
      cstring(''),
      Buffer.of(0, 0, fields.dataCoding ?? 0, 0, octets.length),
      octets,
      ...(fields.tlvs ?? []),
    ]),
  );
};

/** One session as the carrier sees it: what came is asked for, what goes is written octet by octet. */
export class SmscSession {
  readonly socket: Socket;
  readonly closed: Promise<unknown>;
  readonly #arrived: Pdu[] = [];
  readonly #waiting: (() => void)[] = [];
  #buffered = Buffer.alloc(0);

  constructor(socket: Socket) {
    this.socket = socket;
    // A reset by the other side is what some tests are about.
    socket.on('error', () => {});
    this.closed = once(socket, 'close');
    socket.on('data', (chunk: Buffer) => {
      this.#buffered = Buffer.concat([this.#buffered, chunk]);
      while (this.#buffered.length >= 4 && this.#buffered.length >= this.#buffered.readUInt32BE(0)) {
        const octets = this.#buffered.subarray(0, this.#buffered.readUInt32BE(0));
        this.#buffered = this.#buffered.subarray(octets.length);
        this.#arrived.push({
          commandId: octets.readUInt32BE(4),
          status: octets.readUInt32BE(8),
          sequence: octets.readUInt32BE(12),
          body: octets.subarray(16),
          octets,
        });
      }
      for (const wake of this.#waiting.splice(0)) wake();
    });
  }

  /** The next PDU with this command id; others stay for whoever asks for them. */
  async next(commandId: number): Promise<Pdu> {
    for (;;) {
      const index = this.#arrived.findIndex((one) => one.commandId === commandId);
      const [found] = index < 0 ? [] : this.#arrived.splice(index, 1);
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  /** PDUs that came and were not asked for. */
  get unread(): readonly Pdu[] {
    return this.#arrived;
  }

  send(...frames: readonly Uint8Array[]): void {
    this.socket.write(Buffer.concat(frames));
  }

  answer(request: Pdu, status: number, body?: Uint8Array): void {
    this.send(pdu((request.commandId | 0x80000000) >>> 0, status, request.sequence, body));
  }

  /** Takes the bind, whichever of the three. */
  async takeBind(commandId = 0x00000009, status = 0): Promise<Pdu> {
    const bind = await this.next(commandId);
    this.answer(bind, status, status === 0 ? cstring('SMSC') : undefined);
    return bind;
  }
}

/** A carrier that does nothing by itself: the test says each of its words. */
export class ScriptedSmsc {
  readonly #server: Server;
  readonly #sessions: SmscSession[] = [];
  readonly #all: SmscSession[] = [];
  readonly #waiting: (() => void)[] = [];

  private constructor(server: Server, connectionEvent: 'connection' | 'secureConnection') {
    this.#server = server;
    server.on(connectionEvent, (socket: Socket) => this.#add(socket));
    // A client that refuses our certificate is what some tests are about.
    server.on('tlsClientError', () => {});
  }

  /** On 127.0.0.1, on any port; over TLS if told how. */
  static async listen(tls?: TlsOptions): Promise<ScriptedSmsc> {
    const smsc =
      tls === undefined
        ? new ScriptedSmsc(createServer(), 'connection')
        : new ScriptedSmsc(createTlsServer(tls), 'secureConnection');
    const server = smsc.#server;
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return smsc;
  }

  get port(): number {
    const address = this.#server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  /** How many connections came in all. */
  get dialled(): number {
    return this.#all.length;
  }

  #add(socket: Socket): void {
    const session = new SmscSession(socket);
    this.#all.push(session);
    this.#sessions.push(session);
    for (const wake of this.#waiting.splice(0)) wake();
  }

  /** The next connection, in the order they came. */
  async session(): Promise<SmscSession> {
    for (;;) {
      const session = this.#sessions.shift();
      if (session !== undefined) return session;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  async close(): Promise<void> {
    for (const session of this.#all) session.socket.destroy();
    if (!this.#server.listening) return;
    this.#server.close();
    await once(this.#server, 'close');
  }
}
