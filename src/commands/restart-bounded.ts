import { getCompileCacheDir } from 'node:module';
import { dirname } from 'node:path';

/**
 * Room for young objects, MB each of two halves. V8 takes up to 64 by the machine's memory, and all of it once a lot
 * went out: 100 MB more, and slower too, since so much fits no processor's cache.
 */
const YOUNG_ROOM = '--max-semi-space-size';
const YOUNG_MB = 8;
/**
 * V8 looks for what is dead once a heap is 1.4 times what lived the last time, where it would wait for two to four times
 * on a machine with much memory: 100 MB less while a lot goes out. It is no limit: a heap that needs more has it, where
 * `--max-old-space-size` would end the process.
 */
const GROWTH = '--heap-growing-percent=40';

/**
 * Becomes the same program once more, in the same process (execve(2)): its id, standard streams and whoever waits for
 * it stay. For what can be said only before a process begins: V8's room for young objects and for old ones; that of the allocator's
 * arenas two are enough for the few threads (20 MB less); and where compiled code is kept, so that not even main.ts is
 * stripped of its types, for which Node loads a compiler of 20 MB. Who gives a room of their own, by flag or
 * NODE_OPTIONS, has been there already or knows better: then nothing happens.
 */
export const restartBounded = (): void => {
  const { execve, execPath, execArgv, argv, env } = process;
  const given = [...execArgv, env['NODE_OPTIONS'] ?? ''];
  if (execve === undefined || given.some((one) => one.includes(YOUNG_ROOM))) return;
  const cache = getCompileCacheDir();
  execve(execPath, [execPath, `${YOUNG_ROOM}=${YOUNG_MB}`, GROWTH, ...execArgv, ...argv.slice(1)], {
    MALLOC_ARENA_MAX: '2',
    // Node makes a folder for its version inside the one that it is given, and says that.
    ...(cache !== undefined && { NODE_COMPILE_CACHE: dirname(cache) }),
    ...env,
  });
};
