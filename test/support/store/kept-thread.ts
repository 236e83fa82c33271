import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { type MessagePort, parentPort } from 'node:worker_threads';
import type { WorkerOptions } from '../../../src/store/thread/protocol.ts';
import { serve } from '../../../src/store/thread/serve.ts';
import { insteadOf, isOnPostgres, urlInsteadOf } from '../postgres/instead-of-file.ts';
import { EMPTY_STORE } from './empty-store.ts';

const NOTHING = new Int32Array(new SharedArrayBuffer(4));
/** Waits of a millisecond, until a copy must be there. */
const MOST_WAITS = 5000;

interface Opening {
  readonly port: MessagePort;
  readonly options: WorkerOptions;
}

parentPort?.on('message', async ({ port, options }: Opening) => {
  const { place, readOnly } = options;
  if (place.kind === 'sqlite' && isOnPostgres()) {
    // A thread that only reads is started after the one that writes.
    const instead = readOnly
      ? ({ kind: 'postgres', url: urlInsteadOf(place.path) } as const)
      : await insteadOf(place.path);
    serve(port, { ...options, place: instead });
    return;
  }
  // A file that another thread is just copying isn't empty, and not whole either.
  if (place.kind === 'sqlite' && !readOnly && (isEmpty(place.path) || existsSync(markOf(place.path))))
    beginAsCopy(place.path);
  serve(port, options);
});

const markOf = (path: string): string => `${path}-begins`;

/** The store makes its file before it is opened, so that nobody else can read it. */
const isEmpty = (path: string): boolean => (statSync(path, { throwIfNoEntry: false })?.size ?? 0) === 0;

/**
 * A new file begins as a copy of one that has had all migrations, which takes less time than the migrations. Of two
 * threads that open it at the same time, the one that makes the mark copies, and
 * the other waits until the mark is gone.
 */
const beginAsCopy = (path: string): void => {
  const mark = markOf(path);
  try {
    writeFileSync(mark, '', { flag: 'wx' });
  } catch {
    // Another thread copies, or the store can't be written: then it says why itself.
    for (let waits = 0; waits < MOST_WAITS && existsSync(mark); waits++) Atomics.wait(NOTHING, 0, 0, 1);
    return;
  }
  try {
    // Not copied as a file: the copy would have the mode of the other one.
    if (isEmpty(path)) writeFileSync(path, readFileSync(EMPTY_STORE));
  } finally {
    rmSync(mark);
  }
};
