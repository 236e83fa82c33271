import { POSTGRES } from '../../../test/support/postgres/address.ts';
import { TEST_STORE } from '../../../test/support/postgres/instead-of-file.ts';
import { startServer, stopServer } from '../../../test/support/postgres/server.ts';

/**
 * Does what plays worlds whose gateways have this store. For PostgreSQL a server is started, unless one runs already.
 * @throws Error if there is no such store
 */
export const onStore = async <T>(store: string, work: () => Promise<T>): Promise<T> => {
  if (store === 'sqlite') return work();
  if (store !== 'postgres') throw new Error(`--store is sqlite or postgres, not ${store}`);
  process.env[TEST_STORE] = store;
  if (process.env[POSTGRES] !== undefined) return work();
  process.env[POSTGRES] = await startServer();
  try {
    return await work();
  } finally {
    await stopServer();
  }
};
