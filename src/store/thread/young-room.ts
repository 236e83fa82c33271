import { setFlagsFromString } from 'node:v8';
import type { Worker } from 'node:worker_threads';

/**
 * V8's flag for the size of the space for young objects, and its value in MB for each of the two halves. By default V8
 * uses up to 64 MB, depending on the memory of the machine, and keeps them after a load. So large a space costs 100 MB
 * more, and is slower, since it doesn't fit into the processor's cache.
 */
export const YOUNG_ROOM = '--max-semi-space-size';
export const YOUNG_MB = 8;
/** The same for a thread that only reads: it has little in work at a time, and its room would else stay filled. */
const SMALL_MB = 1;

/**
 * Starts a thread with little room for young objects, unless an operator has chosen the room. A thread has its size
 * from this flag, whatever its `resourceLimits` say, and V8 reads the flag when the thread begins.
 *
 * @param args the flags of this process
 */
export const startSmall = (start: () => Worker, args: readonly string[] = process.execArgv): Worker => {
  if (!args.includes(`${YOUNG_ROOM}=${YOUNG_MB}`)) return start();
  const leave = (): void => setFlagsFromString(`${YOUNG_ROOM}=${YOUNG_MB}`);
  setFlagsFromString(`${YOUNG_ROOM}=${SMALL_MB}`);
  try {
    return start().once('online', leave).once('exit', leave);
  } catch (error) {
    leave();
    throw error;
  }
};
