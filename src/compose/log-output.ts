import { fstatSync, write, writeSync } from 'node:fs';
import { Socket } from 'node:net';
import { type Logger, pino } from 'pino';
import type { Clock } from '../kernel/clock.ts';
import { LogQueue, type LogTarget } from '../ops/log-queue.ts';

/** The log of the process, and what became of it. */
export interface LogOutput {
  readonly log: Logger;
  /** Lines dropped since the start because the log couldn't be written. */
  readonly dropped: () => number;
  /** Waits until all is written, but not for long: who doesn't read the log can't keep the process from ending. */
  readonly close: () => Promise<void>;
}

const FLUSH_WITHIN_MS = 1000;

/** JSON lines to `fd`, whatever it is: nothing of the process waits for the log's reader or its disk. */
export const openLog = (fd: number, clock: Clock): LogOutput => {
  const target = targetOf(fd);
  const queue = new LogQueue({
    target,
    clock,
    sayDropped: (lines) =>
      log.warn({ lines }, `${lines} log lines were dropped: the log could not be written`),
  });
  const log = pino({ base: null }, queue);
  // For what nobody caught: there is no later then.
  const atExit = (): void => queue.flushNow();
  process.once('exit', atExit);
  return {
    log,
    dropped: () => queue.dropped,
    close: async () => {
      await queue.flush(FLUSH_WITHIN_MS);
      process.off('exit', atExit);
      queue.flushNow();
      target.close();
    },
  };
};

interface ClosableTarget extends LogTarget {
  close(): void;
}

const targetOf = (fd: number): ClosableTarget => {
  const kind = fstatSync(fd);
  return kind.isFIFO() || kind.isSocket() ? new StreamTarget(fd) : fileTarget(fd);
};

const writeWhatFits = (fd: number, octets: Buffer): void => {
  try {
    for (let at = 0; at < octets.length; ) at += writeSync(fd, octets, at);
  } catch {
    // There is nowhere left to say it.
  }
};

/** A file or a device: written by a thread of libuv's, so that a slow disk holds up nobody. */
const fileTarget = (fd: number): ClosableTarget => ({
  write: (octets, done) =>
    write(fd, octets, 0, octets.length, null, (error, n) => done(n ?? 0, error ?? undefined)),
  writeNow: (octets) => writeWhatFits(fd, octets),
  close: () => {},
});

/**
 * A pipe or a socket (journald's, a supervisor's): a net.Socket makes it non-blocking. An fs.write would hold a thread
 * of libuv's for as long as the reader doesn't read, and the process couldn't end.
 */
class StreamTarget implements ClosableTarget {
  readonly #fd: number;
  #socket: Socket;

  constructor(fd: number) {
    this.#fd = fd;
    this.#socket = this.#open();
  }

  write(octets: Buffer, done: (written: number, error: Error | undefined) => void): void {
    // An error closed it; of a named pipe another reader may come.
    if (this.#socket.destroyed) this.#socket = this.#open();
    this.#socket.write(octets, (error) => done(error == null ? octets.length : 0, error ?? undefined));
  }

  writeNow(octets: Buffer): void {
    // Behind octets that wait, others would be in the middle of a line.
    if (this.#socket.writableLength === 0) writeWhatFits(this.#fd, octets);
  }

  close(): void {
    this.#socket.destroy();
  }

  #open(): Socket {
    const socket = new Socket({ fd: this.#fd, readable: false, writable: true });
    // Each write hears of its own.
    socket.on('error', () => {});
    return socket;
  }
}
