import { fstatSync, write, writeSync } from 'node:fs';
import { Socket } from 'node:net';
import { type Logger, pino } from 'pino';
import type { Clock } from '../kernel/clock.ts';
import { LogQueue, type LogTarget } from '../ops/log-queue.ts';

/** The log of the process, and how many of its lines were dropped. */
export interface LogOutput {
  readonly log: Logger;
  /** Lines dropped since the start because the log couldn't be written. */
  readonly dropped: () => number;
  /**
   * Waits until everything is written, but only for a limited time: a reader that doesn't read must not keep the
   * process from ending.
   */
  readonly close: () => Promise<void>;
}

const FLUSH_WITHIN_MS = 1000;

/**
 * Opens a log of JSON lines to `fd`, which may be a file, a pipe or a socket. No other part of the process waits for
 * the reader of the log or for its disk.
 */
export const openLog = (fd: number, clock: Clock): LogOutput => {
  const target = targetOf(fd);
  const queue = new LogQueue({
    target,
    clock,
    sayDropped: (lines) =>
      log.warn({ lines }, `${lines} log lines were dropped: the log could not be written`),
  });
  const log = pino(
    {
      base: null,
      formatters: { level: (level) => ({ level }) },
      timestamp: () => `,"time":"${new Date(clock.now()).toISOString()}"`,
    },
    queue,
  );
  // After an uncaught error the event loop doesn't run any more, so the waiting lines are written at the exit.
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
    // The log itself cannot be written, so there is no place to report the error.
  }
};

/** A file or a device. A thread of libuv writes it, so that a slow disk blocks nothing else. */
const fileTarget = (fd: number): ClosableTarget => ({
  write: (octets, done) =>
    write(fd, octets, 0, octets.length, null, (error, n) => done(n ?? 0, error ?? undefined)),
  writeNow: (octets) => writeWhatFits(fd, octets),
  close: () => {},
});

/**
 * A pipe or a socket (of journald or a supervisor). A net.Socket writes to it without blocking; fs.write would block a
 * thread of libuv until the reader reads, and the process couldn't end.
 */
class StreamTarget implements ClosableTarget {
  readonly #fd: number;
  #socket: Socket;

  constructor(fd: number) {
    this.#fd = fd;
    this.#socket = this.#open();
  }

  write(octets: Buffer, done: (written: number, error: Error | undefined) => void): void {
    // An error closed the socket. If it is a named pipe, another reader may come.
    if (this.#socket.destroyed) this.#socket = this.#open();
    this.#socket.write(octets, (error) => done(error == null ? octets.length : 0, error ?? undefined));
  }

  writeNow(octets: Buffer): void {
    // While the socket still holds octets of an earlier write, new ones could end up in the middle of a line.
    if (this.#socket.writableLength === 0) writeWhatFits(this.#fd, octets);
  }

  close(): void {
    this.#socket.destroy();
  }

  #open(): Socket {
    const socket = new Socket({ fd: this.#fd, readable: false, writable: true });
    // The callback of each write gets its error.
    socket.on('error', () => {});
    return socket;
  }
}
