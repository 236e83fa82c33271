import { Worker } from 'node:worker_threads';
import type { WorkerOptions } from './protocol.ts';
import { threadEnv } from './thread-cache.ts';
import { startSmall } from './young-room.ts';

/** What a channel needs of the thread that it talks to. */
export type Thread = Pick<Worker, 'on' | 'once' | 'off' | 'postMessage'>;

// The size of the thread's young generation, MB, in a command: in a gateway V8's flag is set, which holds instead. What
// a batch allocates is garbage after the batch. With V8's own limit, which grows with the memory of the machine, the
// thread kept 140 MB more while it delivered many messages.
const COMMAND_YOUNG_MB = 12;
// The limit of the thread's old generation, MB, of which at most a tenth is in use. With a low limit, V8 collects
// garbage sooner: when the heap is 1.4 times as large as what is in use. On a machine with much memory, V8 would by
// default wait until it is four times as large.
const OLD_MB = 512;

/** Starts a thread that opens the file, and says so or why it can't. */
export type StartThread = (options: WorkerOptions) => Promise<Thread>;

export const startThread: StartThread = async (options) => {
  const env = await threadEnv();
  const start = (): Worker =>
    new Worker(new URL('./worker.ts', import.meta.url), {
      workerData: options,
      env,
      resourceLimits: { maxYoungGenerationSizeMb: COMMAND_YOUNG_MB, maxOldGenerationSizeMb: OLD_MB },
    });
  return options.readOnly ? startSmall(start) : start();
};
