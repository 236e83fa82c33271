import type { Duplex } from 'node:stream';
import { FrameReader } from '../../../protocols/smpp/framing.ts';
import type { PduTrace } from '../../../protocols/smpp/pdu-trace.ts';
import { readToTheEnd } from './read-to-the-end.ts';

/** Events of a `Wire`. `closed` comes once, as the last event; it doesn't come after `destroy`. */
export interface WireEvents {
  connected(): void;
  frame(frame: Buffer): void;
  /** Called after all frames in one chunk of octets were passed to `frame`. */
  readEnd(): void;
  /** The socket takes octets again after it was blocked. */
  drained(): void;
  broken(reason: string): void;
  closed(reason: string): void;
}

const CHUNK_OCTETS = 65_536;

/**
 * The largest number of octets of answers that the peer hasn't read, some 60,000 answers. Above it the wire stops
 * reading until the peer reads. If the peer never does, enquire_link goes unanswered and the link ends.
 */
const MAX_UNREAD_OCTETS = 1_048_576;

/**
 * One socket, from dial to close. All PDUs of one turn of the event loop are written to the socket together. While
 * `blocked` is true, only answers should be written.
 */
export class Wire {
  readonly #socket: Duplex;
  readonly #reader: FrameReader;
  readonly #events: WireEvents;
  readonly #trace: PduTrace;
  #chunk: Buffer = Buffer.allocUnsafeSlow(CHUNK_OCTETS);
  #flushedTo = 0;
  #filledTo = 0;
  #flushDue = false;
  #open = true;
  /** Whether the TCP connection was made; a TLS handshake may still follow. */
  #reached = false;
  #connected = false;
  #reason = 'the carrier closed the connection';
  readonly #writeFailed: () => boolean;

  /** @param socket just dialled, not yet connected */
  constructor(
    socket: Duplex,
    connectedEvent: 'connect' | 'secureConnect',
    trace: PduTrace,
    events: WireEvents,
  ) {
    this.#socket = socket;
    this.#trace = trace;
    this.#events = events;
    this.#writeFailed = readToTheEnd(socket);
    this.#reader = new FrameReader((frame) => {
      if (trace.active) trace.record('received', frame);
      events.frame(frame);
    });
    socket.on('connect', () => {
      this.#reached = true;
    });
    socket.on(connectedEvent, () => {
      if (!this.#open) return;
      this.#connected = true;
      events.connected();
    });
    socket.on('data', (chunk: Buffer) => this.#read(chunk));
    socket.on('drain', () => {
      socket.resume();
      if (this.#open) events.drained();
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      this.#reason = lossInWords(error, this.#reached, this.#connected);
    });
    socket.on('close', () => {
      if (!this.#open) return;
      this.#open = false;
      this.#reader.close();
      events.closed(this.#reason);
    });
  }

  /** Whether the peer reads more slowly than the gateway writes, or a write has failed. */
  get blocked(): boolean {
    return this.#socket.writableNeedDrain || this.#writeFailed();
  }

  /** Reserves room for a PDU of at most `octets` octets. The caller writes the PDU at `at`, then calls `commit`. */
  reserve(octets: number): { readonly buffer: Buffer; readonly at: number } {
    if (this.#filledTo + octets > this.#chunk.length) {
      this.#flush();
      this.#chunk = Buffer.allocUnsafeSlow(Math.max(CHUNK_OCTETS, octets));
      this.#flushedTo = 0;
      this.#filledTo = 0;
    }
    return { buffer: this.#chunk, at: this.#filledTo };
  }

  /**
   * Queues the PDU that the caller wrote into the reserved room.
   *
   * @param end the index after its last octet
   */
  commit(end: number): void {
    if (!this.#open) return;
    if (this.#trace.active) this.#trace.record('sent', this.#chunk.subarray(this.#filledTo, end));
    this.#filledTo = end;
    if (this.#flushDue) return;
    this.#flushDue = true;
    process.nextTick(this.#flush);
  }

  write(frame: Buffer): void {
    const { buffer, at } = this.reserve(frame.length);
    this.commit(at + frame.copy(buffer, at));
  }

  /** Closes the socket; no event follows. If the carrier reads, it still gets the octets that were queued. */
  destroy(): void {
    if (!this.#open) return;
    this.#flush();
    this.#open = false;
    this.#reader.close();
    // If the peer doesn't read, the socket is closed without waiting: a dead peer must not keep it open.
    if (this.#socket.writableLength > 0 || !this.#connected) this.#socket.destroy();
    else this.#socket.end(() => this.#socket.destroy());
  }

  readonly #flush = (): void => {
    this.#flushDue = false;
    if (!this.#open || this.#filledTo === this.#flushedTo) return;
    this.#socket.write(this.#chunk.subarray(this.#flushedTo, this.#filledTo));
    this.#flushedTo = this.#filledTo;
    if (this.#socket.writableLength > MAX_UNREAD_OCTETS) this.#socket.pause();
  };

  #read(chunk: Buffer): void {
    if (!this.#open) return;
    try {
      const fault = this.#reader.push(chunk);
      if (fault !== undefined) this.#events.broken(`the carrier sent a frame of ${fault.length} octets`);
    } catch (error) {
      // No PDU of a carrier may end the gateway's process: an error ends this link only.
      this.#events.broken(`a PDU of the carrier could not be handled: ${String(error)}`);
    }
    if (this.#open) this.#events.readEnd();
  }
}

const reachFailures: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the carrier refuses the connection',
  ENOTFOUND: "the carrier's host name is not known",
  EAI_AGAIN: "the carrier's host name cannot be looked up now",
  EHOSTUNREACH: 'there is no way to the carrier',
  ENETUNREACH: 'there is no network to the carrier',
};

const lossInWords = (error: NodeJS.ErrnoException, reached: boolean, connected: boolean): string => {
  const code = error.code ?? error.message;
  if (connected) return `the connection broke (${code})`;
  if (reached) return `no TLS with the carrier (${code})`;
  return `${reachFailures[code] ?? 'the carrier cannot be reached'} (${code})`;
};
