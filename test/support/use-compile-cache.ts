import { COMPILE_CACHE } from './compile-cache.ts';

// Too late for the tests' own thread, whose coverage it would blur; it is for the threads and processes that they start.
process.env['NODE_COMPILE_CACHE'] = COMPILE_CACHE;
