import type { StoreConfig } from '../../../src/config/store/store-config.ts';

/** The file of a store that a test has made on SQLite. */
export const pathOfStore = ({ store }: { readonly store: StoreConfig }): string => {
  if (store.sqlite === undefined) throw new Error('the store of this test is on PostgreSQL');
  return store.sqlite;
};
