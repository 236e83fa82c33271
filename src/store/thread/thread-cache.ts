import { flushCompileCache, getCompileCacheDir } from 'node:module';
import { dirname } from 'node:path';

/**
 * Loads the modules of a database thread into the compile cache, and returns the environment with which a thread uses
 * that cache; by itself a thread doesn't use the cache of its process. Without it, each thread would strip types with
 * a WebAssembly compiler of its own. That costs 20 MB, and others have seen crashes while threads of one process
 * strip types at the same time (github.com/bardesss/haelan/pull/187).
 */
export const threadEnv = async (): Promise<NodeJS.ProcessEnv> => {
  if (getCompileCacheDir() === undefined) return process.env;
  await import('./worker.ts');
  flushCompileCache();
  return cacheEnv();
};

/** The environment with which a thread uses the compile cache of its process. */
const cacheEnv = (): NodeJS.ProcessEnv => {
  const cache = getCompileCacheDir();
  // Node makes a folder for its version inside of the given one, and `getCompileCacheDir` returns the inner folder.
  return cache === undefined ? process.env : { ...process.env, NODE_COMPILE_CACHE: dirname(cache) };
};
