import type { Duplex } from 'node:stream';
import { type DeliverSm, deliverSm, type Pdu, pdu } from '../support/smpp/scripted-smsc.ts';
import type { LinkEnd } from './history.ts';

/** What a link uses of a TCP socket. */
export interface LinkSocket extends Duplex {
  setNoDelay(isOn: boolean): unknown;
  resetAndDestroy(): unknown;
}

/** The carrier's side of one connection: reads and writes frames, and knows how the connection ended. */
export class Link {
  readonly number: number;
  /** What is done with the answer to each deliver_sm, by its sequence number. */
  readonly #awaited = new Map<number, (status: number) => void>();
  /** Whether it is bound as receiver or transceiver, so that deliver_sm may be sent on it. */
  receives = false;
  droppedBy: LinkEnd['by'] | undefined;
  readonly #socket: LinkSocket;
  #buffered = Buffer.alloc(0);
  #sequence = 0;

  constructor(number: number, socket: LinkSocket, take: (request: Pdu) => void) {
    this.number = number;
    this.#socket = socket;
    socket.setNoDelay(true);
    // A killed gateway resets its sockets, which must not end the test.
    socket.on('error', () => {});
    socket.on('data', (chunk: Buffer) => {
      for (const frame of this.#frames(chunk)) take(frame);
    });
  }

  get isOpen(): boolean {
    return this.droppedBy === undefined && this.#socket.writable;
  }

  /** Sends a deliver_sm. @param answered is called with the status of each answer to it */
  deliver(fields: DeliverSm, answered: (status: number) => void): void {
    const sequence = ++this.#sequence;
    this.#awaited.set(sequence, answered);
    this.send(deliverSm({ ...fields, sequence }));
  }

  answered(response: Pdu): void {
    this.#awaited.get(response.sequence)?.(response.status);
  }

  send(frame: Buffer): void {
    this.#socket.write(frame);
  }

  answer(request: Pdu, status: number, body?: Buffer): void {
    this.send(pdu((request.commandId | 0x80000000) >>> 0, status, request.sequence, body));
  }

  /** fin: the other side can read all that was written. reset: what was written may be lost. */
  drop(by: 'fin' | 'reset'): void {
    if (this.droppedBy !== undefined) return;
    this.droppedBy = by;
    if (by === 'fin') this.#socket.end();
    else this.#socket.resetAndDestroy();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  *#frames(chunk: Buffer): Generator<Pdu> {
    this.#buffered = Buffer.concat([this.#buffered, chunk]);
    while (this.#buffered.length >= 16) {
      const length = this.#buffered.readUInt32BE(0);
      if (this.#buffered.length < length) return;
      const octets = this.#buffered.subarray(0, length);
      this.#buffered = this.#buffered.subarray(length);
      yield {
        commandId: octets.readUInt32BE(4),
        status: octets.readUInt32BE(8),
        sequence: octets.readUInt32BE(12),
        body: octets.subarray(16),
        octets,
      };
    }
  }
}
