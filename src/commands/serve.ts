import { Worker } from 'node:worker_threads';
import { cacheEnv } from '../store/sqlite/thread-cache.ts';

// Left to itself V8 goes by the machine's memory: with 24 GB what dies with a request or a message may take 100 MB, and
// what lives longer grows to four times its size before the dead are looked for. With limits it is 16 MB and 1.6 times;
// delivery is as fast. Beyond OLD_MB the process ends, as it does at V8's own limit, and is started anew.
const YOUNG_MB = 24;
const OLD_MB = 1024;

/**
 * Runs the gateway until SIGTERM or SIGINT, or until it can do nothing more: then the exit code is 1. JSON lines on
 * stdout; `"msg":"ready"` with `url` once it serves. It runs in a thread, since only a thread's heap can be bounded from
 * within the program; the process hears the signals, and passes them on.
 */
export const serveCommand = async (configFile: string): Promise<number> => {
  const worker = new Worker(new URL('./serving.ts', import.meta.url), {
    workerData: configFile,
    env: cacheEnv(),
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB, maxOldGenerationSizeMb: OLD_MB },
  });
  // From here on, so that one that comes while it starts is not lost: as process 1 of a container nothing else hears it.
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => worker.postMessage(signal));
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('exit', resolve);
  });
};
