import type { IdentityRepository } from '../../domain/access/identity.ts';
import type { PasskeyRepository } from '../../domain/access/passkey.ts';
import type { PendingActRepository } from '../../domain/access/pending-act.ts';
import type { SignInRepository } from '../../domain/access/sign-in.ts';
import type { TokenStore, TokenWithdrawals } from '../../domain/access/token.ts';
import type { UserChange, UserRepository } from '../../domain/access/user.ts';
import { identityFor, identityOf } from '../queries/access/identities.ts';
import { findPasskey, passkeysOf } from '../queries/access/passkeys.ts';
import { pendingAct, pendingActs } from '../queries/access/pending-acts.ts';
import {
  credentialsOf,
  findSession,
  knowsAddress,
  sessionsOf,
  touchSession,
} from '../queries/access/sessions.ts';
import { ownerOf, queuedOfToken, underWayOfToken, unsweptTokens } from '../queries/access/token-messages.ts';
import { findToken, listTokens } from '../queries/access/tokens.ts';
import { findUser, getUser, grantsTo, listUsers, userOfPhone, usersOf } from '../queries/access/users.ts';
import type { Queries } from '../tables/tables.ts';
import type { Channel } from '../thread/channel.ts';

/** The repositories of users, of what they sign in with, and of tokens. */
export const accessRepositories = (
  db: Queries,
  writer: Channel,
): TokenStore &
  TokenWithdrawals &
  UserRepository &
  PendingActRepository &
  SignInRepository &
  PasskeyRepository &
  IdentityRepository => {
  const changed = async (id: number, kind: UserChange['kind']): Promise<UserChange> => {
    if (kind !== 'done') return { kind };
    const value = await getUser(db, id);
    return value === undefined ? { kind: 'unknown' } : { kind, value };
  };
  return {
    addToken: (token, note) => writer.call('addToken', token, note),
    findToken: (id) => findToken(db, id),
    listTokens: (page) => listTokens(db, page),
    removeToken: (id, note, withdraw) => writer.call('removeToken', id, note, withdraw),
    takeMessages: (id, limits, messages, nowMs) => writer.call('takeMessages', id, limits, messages, nowMs),
    tokenUsed: (id, nowMs) => writer.call('tokenUsed', id, nowMs),
    ownerOf: (owner) => ownerOf(db, owner),
    unswept: (settleMs) => unsweptTokens(db, settleMs),
    withdrawOfToken: (id, from, startedAt, nowMs) =>
      writer.call('withdrawOfToken', id, from, startedAt, nowMs),
    underWayOfToken: (id) => underWayOfToken(db, id),
    queuedOfToken: (id) => queuedOfToken(db, id),

    createUser: async (name, user, write) => {
      const kind = await writer.call('createUser', name, user, write);
      if (kind !== 'done') return { kind };
      const value = await findUser(db, name);
      if (value === undefined) throw new Error(`the user ${name} was stored and is gone`);
      return { kind, value };
    },
    replaceUser: async (id, user, version, write) =>
      changed(id, await writer.call('replaceUser', id, user, version, write)),
    setUserDisabled: async (id, disabledAt, version, write) =>
      changed(id, await writer.call('setUserDisabled', id, disabledAt, version, write)),
    findUser: (name) => findUser(db, name),
    getUser: (id) => getUser(db, id),
    userOfPhone: (phone) => userOfPhone(db, phone),
    usersWithPhone: (phone) => usersOf(db, phone),
    grantsTo: (id) => grantsTo(db, id),
    listUsers: (page) => listUsers(db, page),

    addPendingAct: (...act) => writer.call('addPendingAct', ...act),
    pendingAct: (id, nowMs) => pendingAct(db, id, nowMs),
    pendingActs: (nowMs, page) => pendingActs(db, nowMs, page),
    carryOut: (approved) => writer.call('carryOut', approved),
    dropPendingAct: (id, note) => writer.call('dropPendingAct', id, note),

    credentials: (name) => credentialsOf(db, name),
    knowsAddress: (userId, address, sinceMs) => knowsAddress(db, userId, address, sinceMs),
    findSession: (idHash) => findSession(db, idHash),
    sessionsOf: (userId) => sessionsOf(db, userId),
    touchSession: (idHash, usedAt) => touchSession(db, idHash, usedAt),
    beginSession: (begun) => writer.call('beginSession', begun),
    confirmSession: (idHash, at, code) => writer.call('confirmSession', idHash, at, code),
    endSession: (idHash, note) => writer.call('endSession', idHash, note),
    endSessionsOf: (userId, note) => writer.call('endSessionsOf', userId, note),
    changePassword: (change) => writer.call('changePassword', change),
    resetUser: (...reset) => writer.call('resetUser', ...reset),
    offerFactor: (userId, secret) => writer.call('offerFactor', userId, secret),
    confirmFactor: (factor) => writer.call('confirmFactor', factor),
    removeFactor: (userId, note) => writer.call('removeFactor', userId, note),

    passkeysOf: (userId) => passkeysOf(db, userId),
    findPasskey: (credentialId) => findPasskey(db, credentialId),
    addPasskey: (added) => writer.call('addPasskey', added),
    renamePasskey: (userId, id, name, note) => writer.call('renamePasskey', userId, id, name, note),
    removePasskey: (userId, id, note) => writer.call('removePasskey', userId, id, note),
    notePasskeyClone: (clone) => writer.call('notePasskeyClone', clone),

    identityOf: (userId) => identityOf(db, userId),
    identityFor: (claimed) => identityFor(db, claimed),
    linkIdentity: (link) => writer.call('linkIdentity', link),
    unlinkIdentity: (userId, note) => writer.call('unlinkIdentity', userId, note),
    beginSignOn: (begun) => writer.call('beginSignOn', begun),
  };
};
