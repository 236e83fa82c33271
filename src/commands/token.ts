import { covers } from '../access/permissions.ts';
import { Tokens } from '../access/tokens.ts';
import { loadConfig } from '../config/load.ts';
import type { Role } from '../domain/access/role.ts';
import { systemClock } from '../kernel/system-clock.ts';
import { openSqliteStore } from '../store/sqlite/sqlite-store.ts';
import type { Store } from '../store/store.ts';
import { table } from './table.ts';

const withStore = async (configFile: string, work: (store: Store) => Promise<number>): Promise<number> => {
  const config = loadConfig(configFile, process.env);
  const store = await openSqliteStore(config.store.sqlite, systemClock);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
};

/**
 * Makes a token and prints nothing else, so that a script can store it. Works also while the gateway is running.
 * @param userName the user whom the token belongs to; undefined: the token of a system
 */
export const tokenCommand = (
  configFile: string,
  name: string,
  role: Role,
  userName: string | undefined,
): Promise<number> =>
  withStore(configFile, async (store) => {
    const user = userName === undefined ? undefined : await store.findUser(userName);
    const complain = (why: string): number => {
      process.stderr.write(`${why}\n`);
      return 1;
    };
    if (userName !== undefined && user === undefined)
      return complain(`there is no user of the name ${userName}`);
    if (user?.disabledAt !== undefined) return complain(`the user ${user.name} is disabled`);
    if (user !== undefined && !covers(user.roles, role)) {
      return complain(
        `the user ${user.name} is ${user.roles.join(', ')}: a token may do no more, such as ${role}`,
      );
    }
    process.stdout.write(`${await new Tokens(store, systemClock).create(name, role, user)}\n`);
    return 0;
  });

/** Lists the tokens without their secrets. */
export const listTokensCommand = (configFile: string): Promise<number> =>
  withStore(configFile, async (store) => {
    const rows: string[][] = [['id', 'name', 'role', 'user', 'created']];
    for (let cursor: string | undefined, more = true; more; more = cursor !== undefined) {
      const { items, next } = await store.listTokens({ limit: 1000, cursor });
      for (const { id, name, role, user, createdAt } of items)
        rows.push([id, name, role, user?.name ?? '', new Date(createdAt).toISOString()]);
      cursor = next;
    }
    process.stdout.write(table(rows));
    return 0;
  });
