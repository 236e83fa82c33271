import { once } from 'node:events';
import type { Socket } from 'node:net';
import { connect } from 'node:net';

/** A PDU as it came, with nothing read but its header. */
export interface RawPdu {
  readonly command: number;
  readonly status: number;
  readonly sequence: number;
  readonly body: Buffer;
}

/** An SMPP client that knows no more than how PDUs are framed, so that tests see and send each octet. */
export class RawEsme {
  readonly #socket: Socket;
  readonly #came: RawPdu[] = [];
  readonly #waiting: { take: (pdu: RawPdu) => boolean; reject: (error: Error) => void }[] = [];
  readonly closed: Promise<void>;
  #rest = Buffer.alloc(0);
  #isClosed = false;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on('data', (chunk) => this.#data(chunk));
    socket.on('error', () => {});
    this.closed = new Promise((resolve) => {
      socket.once('close', () => {
        this.#isClosed = true;
        for (const { reject } of this.#waiting.splice(0)) reject(new Error('the connection is closed'));
        resolve();
      });
    });
  }

  static async connect(port: number): Promise<RawEsme> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    return new RawEsme(socket);
  }

  /** Connects and binds as a transceiver unless told otherwise. */
  static async bound(port: number, bind: Buffer = bindPdu()): Promise<RawEsme> {
    const esme = await RawEsme.connect(port);
    const { status } = await esme.ask(bind);
    if (status !== 0) throw new Error(`bind was answered with ${status}`);
    return esme;
  }

  send(...octets: readonly Uint8Array[]): void {
    this.#socket.write(Buffer.concat(octets));
  }

  /** The first PDU, come or coming, that nobody has taken yet and that `fits`. */
  next(fits: (pdu: RawPdu) => boolean = () => true): Promise<RawPdu> {
    const index = this.#came.findIndex(fits);
    const [came] = index < 0 ? [] : this.#came.splice(index, 1);
    if (came !== undefined) return Promise.resolve(came);
    if (this.#isClosed) return Promise.reject(new Error('the connection is closed'));
    return new Promise((resolve, reject) => {
      const take = (pdu: RawPdu): boolean => {
        if (!fits(pdu)) return false;
        resolve(pdu);
        return true;
      };
      this.#waiting.push({ take, reject });
    });
  }

  /** Sends a request; resolves with what answers its sequence number. */
  ask(request: Buffer): Promise<RawPdu> {
    const sequence = request.readUInt32BE(12);
    this.send(request);
    return this.next((pdu) => pdu.command >= 0x80000000 && pdu.sequence === sequence);
  }

  /** The next deliver_sm, acknowledged unless a status says otherwise. */
  async deliverSm(status = 0): Promise<RawPdu> {
    const pdu = await this.next(({ command }) => command === 5);
    this.send(pduOf(0x80000005, pdu.sequence, status === 0 ? [0] : [], status));
    return pdu;
  }

  /** PDUs that came and that nobody has taken. */
  get untaken(): readonly RawPdu[] {
    return this.#came;
  }

  /** Resolves once all that was sent before has been read by the other side. */
  async settled(): Promise<void> {
    await this.ask(pduOf(0x15, 0x7ffffff0));
  }

  /** Stops reading, as a client does that is stuck. */
  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  async close(): Promise<void> {
    this.#socket.destroy();
    await this.closed;
  }

  #data(chunk: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    while (this.#rest.length >= 16) {
      const length = this.#rest.readUInt32BE(0);
      if (length < 16 || length > this.#rest.length) return;
      this.#take({
        command: this.#rest.readUInt32BE(4),
        status: this.#rest.readUInt32BE(8),
        sequence: this.#rest.readUInt32BE(12),
        body: this.#rest.subarray(16, length),
      });
      this.#rest = this.#rest.subarray(length);
    }
  }

  #take(pdu: RawPdu): void {
    const index = this.#waiting.findIndex(({ take }) => take(pdu));
    if (index < 0) this.#came.push(pdu);
    else this.#waiting.splice(index, 1);
  }
}

export const pduOf = (
  command: number,
  sequence: number,
  body: ArrayLike<number> = [],
  status = 0,
): Buffer => {
  const pdu = Buffer.alloc(16 + body.length);
  pdu.writeUInt32BE(pdu.length, 0);
  pdu.writeUInt32BE(command, 4);
  pdu.writeUInt32BE(status, 8);
  pdu.writeUInt32BE(sequence, 12);
  pdu.set(body, 16);
  return pdu;
};

export const cString = (text: string): Buffer => Buffer.from(`${text}\0`, 'latin1');

export const tlv = (tag: number, value: ArrayLike<number>): Buffer =>
  Buffer.from([tag >> 8, tag & 0xff, value.length >> 8, value.length & 0xff, ...Array.from(value)]);

/** @param command 1 receiver, 2 transmitter, 9 transceiver */
export const bindPdu = (command = 9, systemId = 'tocsin', password = 'secret', sequence = 1): Buffer =>
  pduOf(
    command,
    sequence,
    Buffer.concat([cString(systemId), cString(password), cString(''), Buffer.of(0x34, 0, 0), cString('')]),
  );

/** The fields of a submit_sm, 3.4 4.4.1; what is left out is what an ordinary text would have. */
export interface SubmitFields {
  readonly to?: string;
  readonly from?: string;
  readonly fromTon?: number;
  readonly esmClass?: number;
  readonly validity?: string;
  readonly registered?: number;
  readonly dataCoding?: number;
  readonly octets?: ArrayLike<number>;
  readonly tlvs?: readonly Buffer[];
}

export const submitPdu = (sequence: number, fields: SubmitFields = {}): Buffer => {
  const octets = fields.octets ?? Buffer.from('The dam holds.');
  return pduOf(
    4,
    sequence,
    Buffer.concat([
      cString(''),
      Buffer.of(fields.fromTon ?? 5, 0),
      cString(fields.from ?? 'PREFECTURE'),
      Buffer.of(1, 1),
      cString(fields.to ?? '33639980001'),
      Buffer.of(fields.esmClass ?? 0, 0, 0),
      cString(''),
      cString(fields.validity ?? ''),
      Buffer.of(fields.registered ?? 1, 0, fields.dataCoding ?? 0, 0, octets.length),
      Buffer.from(Array.from(octets)),
      ...(fields.tlvs ?? []),
    ]),
  );
};

/** The one C-string that is the body, as submit_sm_resp has it. */
export const bodyText = (pdu: RawPdu): string => pdu.body.toString('latin1').replace(/\0$/, '');

export interface DeliverFields {
  readonly from: string;
  readonly to: string;
  readonly esmClass: number;
  readonly dataCoding: number;
  readonly octets: Buffer;
  readonly tlvs: ReadonlyMap<number, Buffer>;
}

/** The fields of a deliver_sm that a client looks at (4.6.1). */
export const deliverFields = ({ body }: RawPdu): DeliverFields => {
  let at = 0;
  const text = (): string => {
    const end = body.indexOf(0, at);
    const found = body.toString('latin1', at, end);
    at = end + 1;
    return found;
  };
  const skip = (octets: number): number => {
    at += octets;
    return body[at - 1] ?? -1;
  };
  text();
  skip(2);
  const from = text();
  skip(2);
  const to = text();
  const esmClass = skip(1);
  skip(2);
  text();
  text();
  skip(2);
  const dataCoding = skip(1);
  skip(1);
  const length = skip(1);
  skip(length);
  const octets = body.subarray(at - length, at);
  const tlvs = new Map<number, Buffer>();
  while (at < body.length) {
    const end = at + 4 + body.readUInt16BE(at + 2);
    tlvs.set(body.readUInt16BE(at), body.subarray(at + 4, end));
    at = end;
  }
  return { from, to, esmClass, dataCoding, octets, tlvs };
};
