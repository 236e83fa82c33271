import type { Config } from '../../config/schema.ts';
import { placeOf, type StorePlace } from '../../store/place.ts';
import { lockStore } from '../../store/sqlite/lock.ts';

/**
 * Where the store is, for the only gateway on it, or for a node. A file is locked until the end of `opening`. On
 * PostgreSQL the connection that writes holds the lock, so that the lock ends with the connection.
 * @throws TocsinError `storeUnavailable` if another gateway runs on the file, or if others may read it
 */
export const storeOfGateway = (
  { store, node }: Pick<Config, 'store' | 'node'>,
  opening: AsyncDisposableStack,
): StorePlace => {
  const place = placeOf(store);
  if (place.kind === 'postgres')
    return node === undefined ? { ...place, isSole: true } : { ...place, node: node.name };
  opening.use(lockStore(place.path, store.openToOthers));
  return { ...place, isSole: true };
};
