import { MessageChannel, Worker } from 'node:worker_threads';
import type { WorkerOptions } from '../../../src/store/sqlite/protocol.ts';
import { PortThread } from '../../../src/store/sqlite/thread/port-thread.ts';
import type { Thread } from '../../../src/store/sqlite/thread/thread.ts';

const idle: Worker[] = [];

/** One opening of a file in a thread that serves another file afterwards. */
class KeptThread extends PortThread {
  constructor(worker: Worker, options: WorkerOptions) {
    const { port1, port2 } = new MessageChannel();
    super(port1);
    const died = (error: Error): boolean => this.emit('error', error);
    worker.once('error', died);
    this.once('exit', () => {
      worker.off('error', died);
      worker.unref();
      idle.push(worker);
    });
    worker.ref();
    worker.postMessage({ port: port2, options }, [port2]);
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
