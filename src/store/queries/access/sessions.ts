import type { Selectable } from 'kysely';
import type { Credentials, FoundSession, StoredSession } from '../../../domain/access/sign-in.ts';
import type { SessionsTable } from '../../tables/access-tables.ts';
import type { Queries } from '../../tables/tables.ts';
import { firstOfName } from './tokens.ts';
import { findUser, getUser } from './users.ts';

const toSession = (row: Selectable<SessionsTable>): StoredSession => ({
  idHash: row.id_hash,
  userId: row.user_id,
  createdAt: row.created_at,
  usedAt: row.used_at,
  confirmedAt: row.confirmed_at,
  address: row.address,
  browser: row.browser,
});

export const findSession = async (db: Queries, idHash: Uint8Array): Promise<FoundSession | undefined> => {
  const row = await db.selectFrom('sessions').selectAll().where('id_hash', '=', idHash).executeTakeFirst();
  if (row === undefined) return undefined;
  const [user, password] = await Promise.all([
    getUser(db, row.user_id),
    db
      .selectFrom('user_passwords')
      .select('must_change')
      .where('user_id', '=', row.user_id)
      .executeTakeFirst(),
  ]);
  if (user === undefined) return undefined;
  return {
    session: toSession(row),
    user,
    // Whoever only signs in at a provider has no password.
    mustChange: password?.must_change === 1,
    firstOfName: await firstOfName(db, user.name),
  };
};

export const sessionsOf = async (db: Queries, userId: number): Promise<readonly StoredSession[]> => {
  const rows = await db
    .selectFrom('sessions')
    .selectAll()
    .where('user_id', '=', userId)
    .orderBy('created_at', 'desc')
    .execute();
  return rows.map(toSession);
};

export const touchSession = async (db: Queries, idHash: Uint8Array, usedAt: number): Promise<void> => {
  await db.updateTable('sessions').set({ used_at: usedAt }).where('id_hash', '=', idHash).execute();
};

export const knowsAddress = async (
  db: Queries,
  userId: number,
  address: string,
  sinceMs: number,
): Promise<boolean> => {
  const row = await db
    .selectFrom('sign_in_addresses')
    .select('at')
    .where('user_id', '=', userId)
    .where('address', '=', address)
    .where('at', '>=', sinceMs)
    .executeTakeFirst();
  return row !== undefined;
};

/** What the user with this name signs in with. An unknown name takes as many queries, and so as much time. */
export const credentialsOf = async (db: Queries, name: string): Promise<Credentials | undefined> => {
  const user = await findUser(db, name);
  const id = user?.id ?? 0;
  const [password, factor, codes] = await Promise.all([
    db.selectFrom('user_passwords').selectAll().where('user_id', '=', id).executeTakeFirst(),
    db.selectFrom('user_factors').selectAll().where('user_id', '=', id).executeTakeFirst(),
    db.selectFrom('recovery_codes').select('hash').where('user_id', '=', id).execute(),
  ]);
  if (user === undefined) return undefined;
  const isConfirmed = factor !== undefined && factor.last_step !== null;
  return {
    user,
    password,
    expiresAt: password?.expires_at ?? undefined,
    passwordVersion: password?.version ?? 0,
    mustChange: password?.must_change === 1,
    secret: isConfirmed ? factor.secret : undefined,
    pendingSecret: isConfirmed ? undefined : factor?.secret,
    recovery: codes.map(({ hash }) => hash),
  };
};
