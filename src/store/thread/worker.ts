import { parentPort, workerData } from 'node:worker_threads';
import type { WorkerOptions } from './protocol.ts';
import { serve } from './serve.ts';

const isForUs = (data: unknown): data is WorkerOptions =>
  typeof data === 'object' && data !== null && 'readOnly' in data;

// The gateway's own thread also imports this file, only to put it into the compile cache (see thread-cache.ts).
if (parentPort !== null && isForUs(workerData)) serve(parentPort, workerData);
