import { MessageChannel, Worker } from 'node:worker_threads';
import { PortThread } from '../../../src/store/thread/port-thread.ts';
import type { WorkerOptions } from '../../../src/store/thread/protocol.ts';
import type { Thread } from '../../../src/store/thread/thread.ts';

const idle: Worker[] = [];

/**
 * The variables that let each answer of the threads that write, or of those that read, come late by so many
 * milliseconds. A test that relies on the order of answers of two threads then fails for sure, not once in many runs.
 */
const LATE = { writer: 'TOCSIN_TEST_LATE_WRITER_MS', reader: 'TOCSIN_TEST_LATE_READER_MS' } as const;

const after = setTimeout;

/** One opening of a file in a thread that serves another file afterwards. */
class KeptThread extends PortThread {
  readonly #lateMs: number;

  constructor(worker: Worker, options: WorkerOptions) {
    const { port1, port2 } = new MessageChannel();
    super(port1);
    this.#lateMs = Number(process.env[options.readOnly ? LATE.reader : LATE.writer] ?? 0);
    let isDead = false;
    const died = (error: Error): void => {
      isDead = true;
      this.emit('error', error);
    };
    worker.once('error', died);
    this.once('exit', () => {
      worker.off('error', died);
      worker.unref();
      if (!isDead) idle.push(worker);
    });
    worker.ref();
    worker.postMessage({ port: port2, options }, [port2]);
  }

  override emit(name: string, ...args: unknown[]): boolean {
    if (this.#lateMs === 0) return super.emit(name, ...args);
    after(() => super.emit(name, ...args), this.#lateMs);
    return true;
  }
}

/** A thread that ended by itself, as one does that must not go on, may be among the idle ones. */
const takeIdle = (): Worker | undefined => {
  for (;;) {
    const worker = idle.pop();
    // A thread that has ended has no number any more.
    if (worker?.threadId !== -1) return worker;
  }
};

/**
 * Takes the place of `startThread` in the tests: a thread is used again by the next store of the file. To start one and
 * to load its modules takes a tenth of a second of a core, which was a third of the time of all tests.
 */
export const startThread = async (options: WorkerOptions): Promise<Thread> =>
  new KeptThread(
    takeIdle() ?? new Worker(new URL('./kept-thread.ts', import.meta.url), { env: { ...process.env } }),
    options,
  ) as unknown as Thread;
