import { POSTGRES } from '../../../test/support/postgres/address.ts';
import { TEST_STORE } from '../../../test/support/postgres/instead-of-file.ts';
import { startServer, stopServer } from '../../../test/support/postgres/server.ts';

export const STORES = ['sqlite', 'postgres'] as const;
export type StoreName = (typeof STORES)[number];

/** Does what plays worlds whose gateways have this store. For PostgreSQL a server is started, unless one runs already. */
export const onStore = async <T>(store: StoreName, work: () => Promise<T>): Promise<T> => {
  if (store === 'sqlite') return work();
  process.env[TEST_STORE] = store;
  if (process.env[POSTGRES] !== undefined) return work();
  process.env[POSTGRES] = await startServer();
  try {
    return await work();
  } finally {
    await stopServer();
  }
};
