import type { StoreConfig } from '../../config/store/store-config.ts';
import { TocsinError } from '../../kernel/errors.ts';

/**
 * The file of the store.
 * @param instead what to do if the store is on PostgreSQL
 * @throws TocsinError `configInvalid` if it is
 */
export const fileOfStore = ({ sqlite }: StoreConfig, instead: string): string => {
  if (sqlite !== undefined) return sqlite;
  throw new TocsinError('configInvalid', `the store is on PostgreSQL: ${instead} (docs/postgres.md)`);
};
