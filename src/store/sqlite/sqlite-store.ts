import type { Clock } from '../../kernel/clock.ts';
import type { Store } from '../store.ts';
import { openStore, type StoreOptions } from './open-store.ts';

/**
 * Opens the store on one SQLite file.
 * @throws TocsinError `storeUnavailable` if the file can't be opened or migrated
 */
export const openSqliteStore = (
  path: string,
  clock: Clock,
  options: Partial<StoreOptions> = {},
): Promise<Store> => openStore({ kind: 'sqlite', path }, clock, options);
