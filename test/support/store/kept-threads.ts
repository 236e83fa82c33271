import { EventEmitter } from 'node:events';
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import type { WorkerOptions } from '../../../src/store/sqlite/protocol.ts';
import type { Thread } from '../../../src/store/sqlite/thread/thread.ts';

const idle: Worker[] = [];

/** One opening of a file in a thread that serves another file afterwards. */
class KeptThread extends EventEmitter implements Pick<Thread, 'postMessage'> {
  readonly #port: MessagePort;

  constructor(worker: Worker, options: WorkerOptions) {
    super();
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    const died = (error: Error): boolean => this.emit('error', error);
    worker.once('error', died);
    port1.on('message', (message) => this.emit('message', message));
    port1.once('close', () => {
      worker.off('error', died);
      worker.unref();
      idle.push(worker);
      this.emit('exit', 0);
    });
    worker.ref();
    worker.postMessage({ port: port2, options }, [port2]);
  }

  postMessage(message: unknown): void {
    this.#port.postMessage(message);
  }
}

/**
 * Takes the place of `startThread` in the tests: a thread is used again by the next store of the file. To start one and
 * to load its modules takes a tenth of a second of a core, which was a third of the time of all tests.
 */
export const startThread = async (options: WorkerOptions): Promise<Thread> =>
  new KeptThread(
    idle.pop() ?? new Worker(new URL('./kept-thread.ts', import.meta.url), { env: { ...process.env } }),
    options,
  ) as unknown as Thread;
