import type { StoreConfig } from '../config/store/store-config.ts';
import { placeOf, type StorePlace } from '../store/place.ts';
import { lockStore } from '../store/sqlite/lock.ts';

/**
 * Where the store is, for the only gateway on it. A file is locked until the end of `opening`. On PostgreSQL the
 * connection that writes holds the lock, so that the lock ends with the connection.
 * @throws TocsinError `storeUnavailable` if another gateway runs on the file, or if others may read it
 */
export const soleStore = (store: StoreConfig, opening: AsyncDisposableStack): StorePlace => {
  const place = placeOf(store);
  if (place.kind === 'postgres') return { ...place, isSole: true };
  opening.use(lockStore(place.path, store.openToOthers));
  return place;
};
