import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { TocsinError } from '../../domain/errors.ts';

/**
 * Makes this process the only gateway on a store: two would both take up what was interrupted, and send it twice. The
 * lock is the kernel's, on a small file beside the store, so that it ends with the process however that ends. Others
 * may still open the store, as `token create` does.
 * @throws TocsinError `storeUnavailable` if another gateway runs on it
 */
export const lockStore = (path: string): Disposable => {
  mkdirSync(dirname(path), { recursive: true });
  const db = new Database(`${path}-lock`, { timeout: 0 });
  try {
    db.pragma('journal_mode = MEMORY');
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db.close();
    throw new TocsinError('storeUnavailable', `another gateway runs on ${path}: one store, one gateway`, {
      cause: error,
    });
  }
  return { [Symbol.dispose]: () => db.close() };
};
