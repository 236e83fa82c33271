import type { TokenStore } from '../../../domain/access/token.ts';
import type { UserChange, UserRepository } from '../../../domain/access/user.ts';
import { findToken, listTokens } from '../../queries/access/tokens.ts';
import { findUser, getUser, listUsers, userOfPhone } from '../../queries/access/users.ts';
import type { Queries } from '../../tables/tables.ts';
import type { Channel } from '../channel.ts';

/** The repositories of users and of tokens. */
export const accessRepositories = (db: Queries, writer: Channel): TokenStore & UserRepository => {
  const changed = async (id: number, kind: UserChange['kind']): Promise<UserChange> => {
    if (kind !== 'done') return { kind };
    const value = await getUser(db, id);
    return value === undefined ? { kind: 'unknown' } : { kind, value };
  };
  return {
    addToken: (token, note) => writer.call('addToken', token, note),
    findToken: (id) => findToken(db, id),
    listTokens: (page) => listTokens(db, page),
    removeToken: (id, note) => writer.call('removeToken', id, note),

    createUser: async (name, user, note) => {
      const kind = await writer.call('createUser', name, user, note);
      if (kind !== 'done') return { kind };
      const value = await findUser(db, name);
      if (value === undefined) throw new Error(`the user ${name} was stored and is gone`);
      return { kind, value };
    },
    replaceUser: async (id, user, version, note) =>
      changed(id, await writer.call('replaceUser', id, user, version, note)),
    setUserDisabled: async (id, disabledAt, version, note) =>
      changed(id, await writer.call('setUserDisabled', id, disabledAt, version, note)),
    findUser: (name) => findUser(db, name),
    getUser: (id) => getUser(db, id),
    userOfPhone: (phone) => userOfPhone(db, phone),
    listUsers: (page) => listUsers(db, page),
  };
};
