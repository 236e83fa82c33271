import { getCompileCacheDir } from 'node:module';
import { dirname } from 'node:path';
import { YOUNG_MB, YOUNG_ROOM } from '../../store/thread/young-room.ts';

/**
 * V8 collects garbage once the heap has grown to 1.4 times what was alive after the last collection, instead of two to
 * four times on a machine with much memory. That saves 100 MB while many messages are sent. Unlike
 * `--max-old-space-size`, this flag doesn't end a process that needs more memory.
 */
const GROWTH = '--heap-growing-percent=40';
/**
 * The size of the heap up to which V8 collects nothing but young objects, in MB. The start needs about this much, and
 * nearly all of it stays. Four collections during the start took a sixth of its time, and found little.
 */
const START = '--initial-old-space-size=64';
/**
 * How many threads help V8 to compile and to collect garbage. With Node's four, a gateway on two cores delivered a
 * tenth fewer messages a second: they took turns with the two threads that do the work.
 */
const HELPERS = '--v8-pool-size';

/**
 * Replaces this process by the same program with other settings (execve(2)); the process id, the standard streams and
 * the parent stay. These settings can only be given before a process starts: V8's sizes and helpers; the number of the
 * allocator's arenas (two are enough for the few threads, which saves 20 MB); and the folder of compiled code, so that
 * Node needn't load its compiler of 20 MB to strip the types of main.ts. Nothing happens if the size of the space for
 * young objects is set already, by an operator (in a flag or NODE_OPTIONS) or by an earlier call.
 */
export const restartBounded = (): void => {
  const { execve, execPath, execArgv, argv, env } = process;
  const given = [...execArgv, env['NODE_OPTIONS'] ?? ''];
  if (execve === undefined || given.some((one) => one.includes(YOUNG_ROOM))) return;
  const helpers = given.some((one) => one.includes(HELPERS)) ? [] : [`${HELPERS}=1`];
  const cache = getCompileCacheDir();
  execve(
    execPath,
    [execPath, `${YOUNG_ROOM}=${YOUNG_MB}`, GROWTH, START, ...helpers, ...execArgv, ...argv.slice(1)],
    {
      MALLOC_ARENA_MAX: '2',
      // `cache` is the folder that Node has made for its version inside the folder of NODE_COMPILE_CACHE.
      ...(cache !== undefined && { NODE_COMPILE_CACHE: dirname(cache) }),
      ...env,
    },
  );
};
