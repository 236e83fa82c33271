import { Tokens } from '../access/tokens.ts';
import { loadConfig } from '../config/load.ts';
import type { Role } from '../domain/access/token.ts';
import { normaliseNumber } from '../intake/normalise-number.ts';
import { systemClock } from '../kernel/system-clock.ts';
import { openSqliteStore } from '../store/sqlite/sqlite-store.ts';

/** Makes a token and prints nothing else, so that a script can store it. Works also while the gateway is running. */
export const tokenCommand = async (configFile: string, name: string, role: Role): Promise<number> => {
  const config = loadConfig(configFile, process.env, normaliseNumber);
  const store = await openSqliteStore(config.store.sqlite, systemClock);
  try {
    process.stdout.write(`${await new Tokens(store, systemClock).create(name, role)}\n`);
  } finally {
    await store.close();
  }
  return 0;
};
