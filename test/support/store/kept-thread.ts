import { copyFileSync, existsSync } from 'node:fs';
import { type MessagePort, parentPort } from 'node:worker_threads';
import type { WorkerOptions } from '../../../src/store/sqlite/protocol.ts';
import { serve } from '../../../src/store/sqlite/serve.ts';
import { EMPTY_STORE } from './empty-store.ts';

interface Opening {
  readonly port: MessagePort;
  readonly options: WorkerOptions;
}

parentPort?.on('message', ({ port, options }: Opening) => {
  if (!options.readOnly && !existsSync(options.path)) beginAsCopy(options.path);
  serve(port, options);
});

/** A new file begins as a copy of one that has had all migrations, which takes less time than the migrations. */
const beginAsCopy = (path: string): void => {
  try {
    copyFileSync(EMPTY_STORE, path);
  } catch {
    // The store says why it can't write there.
  }
};
