import { systemClock } from '../kernel/system-clock.ts';
import { openStore } from '../store/open-store.ts';
import type { StorePlace } from '../store/place.ts';
import type { Store } from '../store/store.ts';
import { inThisThread } from '../store/thread/in-this-thread.ts';

/**
 * Opens the store for one command, also while the gateway runs, and closes it whatever comes of the work.
 * @throws TocsinError `storeUnavailable` if the store can't be opened or migrated
 */
export const withStore = async <T>(place: StorePlace, work: (store: Store) => Promise<T>): Promise<T> => {
  const store = await openStore(place, systemClock, { startThread: inThisThread });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
};
