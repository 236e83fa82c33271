import type { TokenStore } from '../domain/access/token.ts';
import type { UserRepository } from '../domain/access/user.ts';
import type { Log } from '../kernel/log.ts';

const SOME = { limit: 1000, cursor: undefined };

/** Says in the log who counts as a person at the start: with the first user, tokens without a user no longer do. */
export const tellPersons = async (
  store: Pick<UserRepository, 'listUsers'> & Pick<TokenStore, 'listTokens'>,
  log: Log,
): Promise<void> => {
  const users = await store.listUsers({ ...SOME, limit: 1 });
  if (users.items.length === 0) {
    log.info({}, 'there are no users: each token counts as the person of its name, and may approve');
    return;
  }
  const { items } = await store.listTokens(SOME);
  const systems = items.filter(
    ({ role, user }) => user === undefined && (role === 'approver' || role === 'admin'),
  );
  if (systems.length === 0) return;
  const tokens = systems.map(({ name }) => name);
  log.warn(
    { tokens },
    'these tokens belong to no user, so they can neither approve nor manage users: only persons do',
  );
};
