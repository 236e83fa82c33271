import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const COMPILE_CACHE = fileURLToPath(new URL('../../.cache/compiled', import.meta.url));

/**
 * Runs once before all tests: makes an empty store, and strips the types of the code of database threads, in one
 * thread. Otherwise each store of a test would do so itself (see src/store/thread/thread-cache.ts).
 */
export const setup = (): void => {
  for (const script of ['../../src/store/thread/worker.ts', './store/make-empty-store.ts']) {
    const path = fileURLToPath(new URL(script, import.meta.url));
    const { status } = spawnSync(process.execPath, [path], {
      env: { ...process.env, NODE_COMPILE_CACHE: COMPILE_CACHE },
      stdio: 'inherit',
    });
    if (status !== 0) throw new Error(`${path} can't be run`);
  }
};
