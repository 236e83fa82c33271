import { COMPILE_CACHE } from './compile-cache.ts';

// This is only for threads and processes that tests start. The tests' own thread is already running, and a cache would
// make its coverage imprecise.
process.env['NODE_COMPILE_CACHE'] = COMPILE_CACHE;
