import { systemClock } from '../kernel/system-clock.ts';
import { openSqliteStore } from '../store/sqlite/sqlite-store.ts';
import { inThisThread } from '../store/sqlite/thread/in-this-thread.ts';
import type { Store } from '../store/store.ts';

/**
 * Opens the store for one command, also while the gateway runs, and closes it whatever comes of the work.
 * @throws TocsinError `storeUnavailable` if the file can't be opened or migrated
 */
export const withStore = async <T>(sqlite: string, work: (store: Store) => Promise<T>): Promise<T> => {
  const store = await openSqliteStore(sqlite, systemClock, { startThread: inThisThread });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
};
