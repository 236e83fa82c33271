import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const COMPILE_CACHE = fileURLToPath(new URL('../../.cache/compiled', import.meta.url));

/**
 * Runs once before all tests: strips the types of the code of database threads, in one thread. Otherwise each store of
 * a test would do so itself (see src/store/sqlite/thread-cache.ts).
 */
export const setup = (): void => {
  const thread = fileURLToPath(new URL('../../src/store/sqlite/worker.ts', import.meta.url));
  const { status } = spawnSync(process.execPath, [thread], {
    env: { ...process.env, NODE_COMPILE_CACHE: COMPILE_CACHE },
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error(`${thread} can't be loaded`);
};
