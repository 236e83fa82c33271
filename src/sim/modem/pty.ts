import { closeSync, writeSync } from 'node:fs';
import { ReadStream } from 'node:tty';
import { requireBinary } from '@lydell/node-pty/requireBinary.js';

/** Pause in ms before a write to a full line is tried again. */
const RETRY_MS = 2;
/** The largest number of octets that wait for a reader; more are lost, as on any line that nobody reads. */
const QUEUE_LIMIT = 65_536;

/**
 * The modem's end of a pseudo-terminal. It also holds the other end open without reading: otherwise reading would
 * fail with EIO while no client has it open, and a fresh terminal would echo the modem's output.
 */
export class Pty {
  readonly path: string;
  readonly #master: number;
  readonly #slave: number;
  readonly #slaveStream: ReadStream;
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
    // The stream opens the terminal again by its path; raw mode lasts as long as this stream.
    this.#slaveStream = new ReadStream(slave);
    this.#slaveStream.setRawMode(true);
    this.#reader = new ReadStream(master);
    this.#reader.on('data', onOctets);
    // The stream ends only by close(), so errors while it closes don't matter.
    this.#reader.on('error', () => {});
  }

  /**
   * Writes octets to the line.
   *
   * @param apart writes each octet separately, in its own turn of the event loop
   */
  write(octets: Buffer, apart: boolean): void {
    if (this.#closed || this.#queued > QUEUE_LIMIT) return;
    this.#queued += octets.length;
    if (apart) for (const octet of octets) this.#queue.push(Buffer.of(octet));
    else this.#queue.push(octets);
    if (this.#retry === undefined && this.#next === undefined) this.#flush(apart);
  }

  /** Closes the pseudo-terminal: a client that has it open sees a hang-up. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#retry);
    clearImmediate(this.#next);
    this.#reader.destroy();
    this.#slaveStream.destroy();
    closeSync(this.#slave);
  }

  // Writes directly, not through the stream: libuv's writes to this end block, and a reader in the same process could
  // then never empty the line.
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
