import { flushCompileCache, getCompileCacheDir } from 'node:module';
import { dirname } from 'node:path';

/**
 * Brings what a thread of the database is made of into the compile cache, and returns the environment by which a thread
 * takes it from there; a thread doesn't have the cache of the process by itself. Without it each thread would strip its
 * types with a compiler in WebAssembly of its own: 20 MB, and threads of one process share V8's code for it, where others
 * have seen crashes while threads strip beside each other (github.com/bardesss/haelan/pull/187).
 */
export const threadEnv = async (): Promise<NodeJS.ProcessEnv> => {
  if (getCompileCacheDir() === undefined) return process.env;
  await import('./worker.ts');
  flushCompileCache();
  return cacheEnv();
};

/** The environment by which a thread takes the compile cache of the process. */
const cacheEnv = (): NodeJS.ProcessEnv => {
  const cache = getCompileCacheDir();
  // Node makes a folder for its version inside the one that it is given, and says that.
  return cache === undefined ? process.env : { ...process.env, NODE_COMPILE_CACHE: dirname(cache) };
};
