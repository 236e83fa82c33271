import { covers } from '../access/permissions.ts';
import { COMMAND_LINE, Tokens } from '../access/tokens.ts';
import { loadConfig } from '../config/load.ts';
import type { Role } from '../domain/access/role.ts';
import type { ListedToken } from '../domain/access/token.ts';
import type { TokenTerms } from '../domain/access/token-limits.ts';
import { normaliseNumber } from '../intake/normalise-number.ts';
import { systemClock } from '../kernel/system-clock.ts';
import { placeOf } from '../store/place.ts';
import type { Store } from '../store/store.ts';
import { table } from './table.ts';
import { wordsOf } from './token-terms.ts';
import { withStore } from './with-store.ts';

const withTokens = (configFile: string, work: (store: Store) => Promise<number>): Promise<number> =>
  withStore(placeOf(loadConfig(configFile, process.env, normaliseNumber).store), work);

/**
 * Makes a token and prints nothing else, so that a script can store it. Works also while the gateway is running.
 * @param userName the user whom the token belongs to; undefined: the token of a system
 */
export const tokenCommand = (
  configFile: string,
  name: string,
  role: Role,
  userName: string | undefined,
  terms: TokenTerms,
): Promise<number> =>
  withTokens(configFile, async (store) => {
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
    process.stdout.write(`${await new Tokens(store, systemClock).create(name, role, user, terms)}\n`);
    return 0;
  });

/** Lists the tokens without their secrets. */
export const listTokensCommand = (configFile: string): Promise<number> =>
  withTokens(configFile, async (store) => {
    const head = ['id', 'name', 'role', 'user', 'created', 'expires', 'last used', 'limits'];
    const iso = (ms: number | undefined): string => (ms === undefined ? '' : new Date(ms).toISOString());
    const rows = (await allTokens(store)).map((one) => {
      const { id, name, role, user, createdAt, expiresAt, lastUsedAt, limits } = one;
      const times = [iso(createdAt), iso(expiresAt) || 'never', iso(lastUsedAt) || 'never'];
      return [id, name, role, user?.name ?? '', ...times, wordsOf(limits)];
    });
    process.stdout.write(table([head, ...rows]));
    return 0;
  });

const allTokens = async (store: Store): Promise<readonly ListedToken[]> => {
  const tokens: ListedToken[] = [];
  for (let cursor: string | undefined, more = true; more; more = cursor !== undefined) {
    const { items, next } = await store.listTokens({ limit: 1000, cursor });
    tokens.push(...items);
    cursor = next;
  }
  return tokens;
};

const plural = (count: number): string => `${count} ${count === 1 ? 'message' : 'messages'}`;

/**
 * Revokes the tokens of a name, or the one with this id. The messages are withdrawn by the gateway, which counts what
 * is queued: within seconds if it runs, otherwise at its start, before it sends anything.
 */
export const revokeTokenCommand = (
  configFile: string,
  nameOrId: string,
  withdraw: boolean,
): Promise<number> =>
  withTokens(configFile, async (store) => {
    const all = await allTokens(store);
    const byId = all.filter(({ id }) => id === nameOrId);
    const named = byId.length > 0 ? byId : all.filter(({ name }) => name === nameOrId);
    if (named.length === 0) {
      process.stderr.write(`there is no token of the name or id ${nameOrId}: see token list\n`);
      return 1;
    }
    const tokens = new Tokens(store, systemClock);
    for (const { id, name } of named) {
      // Whoever has the files of the gateway decides about its persons too.
      const removal = await tokens.revoke(id, COMMAND_LINE, true, withdraw);
      if (removal !== 'removed') {
        const why = removal === 'lastAdmin' ? 'it is the last token of an admin' : 'somebody else revoked it';
        process.stderr.write(`the token ${name} (${id}) was not revoked: ${why}\n`);
        return 1;
      }
      process.stdout.write(`revoked: ${name} (${id})\n`);
      if (!withdraw) continue;
      const queued = await store.queuedOfToken(id);
      const underWay = await store.underWayOfToken(id);
      process.stdout.write(
        `  ${plural(queued)} still queued: the gateway withdraws them within seconds, or at its next start\n` +
          `  ${plural(underWay)} with a route now: nobody can recall them\n`,
      );
    }
    return 0;
  });
