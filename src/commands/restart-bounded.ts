import { getCompileCacheDir } from 'node:module';
import { dirname } from 'node:path';

/**
 * The size of V8's space for young objects, in MB for each of its two halves. By default V8 uses up to 64 MB, depending
 * on the memory of the machine, and keeps it after many messages. That costs 100 MB more, and is slower, since it
 * doesn't fit into the processor's cache.
 */
const YOUNG_ROOM = '--max-semi-space-size';
const YOUNG_MB = 8;
/**
 * V8 collects garbage once the heap has grown to 1.4 times what was alive after the last collection, instead of two to
 * four times on a machine with much memory. That saves 100 MB while many messages are sent. It is not a limit:
 * `--max-old-space-size` would end a process that needs more.
 */
const GROWTH = '--heap-growing-percent=40';

/**
 * Replaces this process by the same program with other settings (execve(2)); the process id, the standard streams and
 * the parent stay. These settings can only be given before a process starts: V8's sizes; the number of the allocator's
 * arenas (two are enough for the few threads, which saves 20 MB); and the folder of compiled code, so that Node needn't
 * load its compiler of 20 MB to strip the types of main.ts. Nothing happens if an operator has set such a size by a
 * flag or by NODE_OPTIONS, or if this has been done.
 */
export const restartBounded = (): void => {
  const { execve, execPath, execArgv, argv, env } = process;
  const given = [...execArgv, env['NODE_OPTIONS'] ?? ''];
  if (execve === undefined || given.some((one) => one.includes(YOUNG_ROOM))) return;
  const cache = getCompileCacheDir();
  execve(execPath, [execPath, `${YOUNG_ROOM}=${YOUNG_MB}`, GROWTH, ...execArgv, ...argv.slice(1)], {
    MALLOC_ARENA_MAX: '2',
    // Node makes a folder for its version inside the one it is given, and reports that one.
    ...(cache !== undefined && { NODE_COMPILE_CACHE: dirname(cache) }),
    ...env,
  });
};
