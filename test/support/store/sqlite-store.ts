import type { Clock } from '../../../src/kernel/clock.ts';
import { openStore, type StoreOptions } from '../../../src/store/open-store.ts';
import type { Store } from '../../../src/store/store.ts';

/**
 * Opens the store on one SQLite file.
 * @throws TocsinError `storeUnavailable` if the file can't be opened or migrated
 */
export const openSqliteStore = (
  path: string,
  clock: Clock,
  options: Partial<StoreOptions> = {},
): Promise<Store> => openStore({ kind: 'sqlite', path }, clock, options);
