import { existsSync } from 'node:fs';
import type { StoreConfig } from '../../config/store/store-config.ts';
import { TocsinError } from '../../kernel/errors.ts';
import type { Db } from '../../store/db.ts';
import { openDb } from '../../store/open-db.ts';
import { nameOf, placeOf, type StorePlace } from '../../store/place.ts';
import { lockStore } from '../../store/sqlite/lock.ts';

/**
 * Opens a store that is there, and migrates it. Until the work is done no gateway can start on it, and none may run:
 * its send loop keeps counts of the queue in memory.
 * @throws TocsinError `storeUnavailable`
 */
export const withStoreAlone = async <T>(store: StoreConfig, work: (db: Db) => Promise<T>): Promise<T> => {
  const place = placeOf(store);
  using opened = new DisposableStack();
  try {
    if (place.kind === 'sqlite') lockFile(place.path, store.openToOthers, opened);
    const db = opened.adopt(openDb(aloneOn(place), false), (one) => one.close());
    return await work(db);
  } catch (cause) {
    if (cause instanceof TocsinError) throw cause;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new TocsinError('storeUnavailable', `cannot use the store ${nameOf(place)}: ${why}`, { cause });
  }
};

const missing = (name: string): TocsinError =>
  new TocsinError('storeUnavailable', `there is no store ${name}`);

const lockFile = (path: string, mayBeOpen: boolean | undefined, opened: DisposableStack): void => {
  if (!existsSync(path)) throw missing(path);
  opened.use(lockStore(path, mayBeOpen));
};

/** The place of a database that has the schema, for a connection that is alone on it. */
export const aloneOn = (place: StorePlace): StorePlace => {
  if (place.kind === 'sqlite') return { ...place, isSole: true };
  const db = openDb(place, true);
  try {
    if (db.prepare("SELECT to_regclass('tocsin_schema') IS NULL").pluck().get() === 1)
      throw missing(nameOf(place));
    return { ...place, isSole: true };
  } finally {
    db.close();
  }
};
