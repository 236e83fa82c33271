import { closeSync, writeSync } from 'node:fs';
import { ReadStream } from 'node:tty';
import { requireBinary } from '@lydell/node-pty/requireBinary.js';

/** How soon a full line is tried again. */
const RETRY_MS = 2;
/** What waits for a reader; beyond it, as on any line that nobody reads, octets are lost. */
const QUEUE_LIMIT = 65_536;

/**
 * A pseudo-terminal of which this is the modem's end. It holds the other end open too, without reading: a terminal
 * that nobody has open would end the modem with EIO, and a fresh one would echo what the modem says back to it.
 */
export class Pty {
  readonly path: string;
  readonly #master: number;
  readonly #slave: number;
  readonly #held: ReadStream;
  readonly #reader: ReadStream;
  readonly #queue: Buffer[] = [];
  #queued = 0;
  #retry: NodeJS.Timeout | undefined;
  #next: NodeJS.Immediate | undefined;
  #closed = false;

  constructor(onOctets: (octets: Buffer) => void) {
    const { master, slave, pty } = requireBinary('pty.node').open(80, 24);
    this.path = pty;
    this.#master = master;
    this.#slave = slave;
    // The stream reopens the terminal by its path; its raw mode lasts as long as it does.
    this.#held = new ReadStream(slave);
    this.#held.setRawMode(true);
    this.#reader = new ReadStream(master);
    this.#reader.on('data', onOctets);
    // It ends by close() alone; what it reads while that happens is of no use.
    this.#reader.on('error', () => {});
  }

  /** @param apart each octet by itself, with a turn of the event loop between two */
  write(octets: Buffer, apart: boolean): void {
    if (this.#closed || this.#queued > QUEUE_LIMIT) return;
    this.#queued += octets.length;
    if (apart) for (const octet of octets) this.#queue.push(Buffer.of(octet));
    else this.#queue.push(octets);
    if (this.#retry === undefined && this.#next === undefined) this.#flush(apart);
  }

  /** Whoever has the terminal open sees it hang up. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#retry);
    clearImmediate(this.#next);
    this.#reader.destroy();
    this.#held.destroy();
    closeSync(this.#slave);
  }

  // Not through the stream: on this end libuv's writes block, and a reader in this very process would never get to
  // empty the line.
  #flush(apart: boolean): void {
    this.#retry = undefined;
    this.#next = undefined;
    for (let chunk = this.#queue.shift(); chunk !== undefined; chunk = this.#queue.shift()) {
      const written = this.#try(chunk);
      this.#queued -= written;
      if (written < chunk.length) {
        this.#queue.unshift(chunk.subarray(written));
        this.#retry = setTimeout(() => this.#flush(apart), RETRY_MS);
        return;
      }
      if (apart && this.#queue.length > 0) {
        this.#next = setImmediate(() => this.#flush(apart));
        return;
      }
    }
  }

  #try(chunk: Buffer): number {
    try {
      return writeSync(this.#master, chunk);
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EAGAIN') return 0;
      throw error;
    }
  }
}
