import { Tokens } from '../../../src/access/tokens.ts';
import type { Role } from '../../../src/domain/access/role.ts';
import { systemClock } from '../../../src/kernel/system-clock.ts';
import { openSqliteStore } from '../store/sqlite-store.ts';

/** Makes a token as the command `token create` does, also while a gateway is running, without a process for it. */
export const makeToken = async (sqlite: string, role: Role, name = `test ${role}`): Promise<string> => {
  const store = await openSqliteStore(sqlite, systemClock);
  try {
    return await new Tokens(store, systemClock).create(name, role);
  } finally {
    await store.close();
  }
};
