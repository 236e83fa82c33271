import Database from 'better-sqlite3';
import { whyNotWritable } from '../../config/file-access.ts';
import { TocsinError } from '../../kernel/errors.ts';
import { openToOthers } from './files/file-modes.ts';
import { makePrivate } from './files/private-files.ts';
import { realFile } from './files/real-file.ts';

/**
 * Makes this process the only gateway on a store: two gateways would both take up the interrupted messages, and send
 * them twice. The operating system keeps the lock, on a small file beside the store, so the lock ends with the process
 * in any case. Other programs may still open the store, as `token create` does.
 * @param mayBeOpen whether others than the owner may be able to read the files, as in some containers
 * @throws TocsinError `storeUnavailable` if another gateway runs on the store, if the lock cannot be taken at all, or
 * if others may read the files
 */
export const lockStore = (path: string, mayBeOpen = false): Disposable => {
  const open = mayBeOpen ? [] : openToOthers(path);
  if (open.length > 0) {
    const why = [...open, 'or set store.openToOthers: true, if nobody else is on this machine'].join('\n  ');
    throw new TocsinError('storeUnavailable', `the store is open to others:\n  ${why}`);
  }
  return lock(path, `another gateway runs on ${path}: one store, one gateway`);
};

/**
 * Makes this process the only one that makes a backup of a store.
 * @throws TocsinError `storeUnavailable` if another process makes one, or if the lock cannot be taken at all
 */
export const lockSnapshot = (snapshot: string): Disposable =>
  lock(snapshot, `another backup is being made: ${snapshot} is its copy`);

/** Whether a gateway runs on the store; false also if this user may not look. It takes no lock of its own. */
export const isGatewayOn = (path: string): boolean => {
  let db: Database.Database | undefined;
  try {
    db = new Database(lockFileOf(path), { readonly: true, fileMustExist: true, timeout: 0 });
    db.pragma('schema_version');
    return false;
  } catch (error) {
    return (error as { readonly code?: unknown }).code === 'SQLITE_BUSY';
  } finally {
    db?.close();
  }
};

/** Follows links, so that all paths to one store have the same lock. */
const lockFileOf = (path: string): string => `${realFile(path)}-lock`;

const lock = (path: string, busy: string): Disposable => {
  let db: Database.Database | undefined;
  try {
    const file = lockFileOf(path);
    makePrivate(file);
    db = new Database(file, { timeout: 0 });
    db.pragma('journal_mode = MEMORY');
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db?.close();
    throw new TocsinError('storeUnavailable', whyNot(path, busy, error), { cause: error });
  }
  const locked = db;
  return { [Symbol.dispose]: () => locked.close() };
};

const whyNot = (path: string, busy: string, error: unknown): string => {
  const { code } = error as { readonly code?: unknown };
  if (code === 'SQLITE_BUSY') return busy;
  const denied = whyNotWritable(path);
  if (denied !== undefined) return `cannot use the store ${path}: ${denied}`;
  return `cannot lock ${path}: ${error instanceof Error ? error.message : String(error)}`;
};
