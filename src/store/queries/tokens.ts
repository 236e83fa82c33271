import { type Role, roles, type StoredToken } from '../../domain/store.ts';
import type { Queries } from '../tables.ts';

export const addToken = async (db: Queries, token: StoredToken): Promise<void> => {
  const { id, name, role, secretHash, createdAt } = token;
  await db
    .insertInto('tokens')
    .values({ id, name, role, secret_hash: secretHash, created_at: createdAt })
    .execute();
};

export const findToken = async (db: Queries, id: string): Promise<StoredToken | undefined> => {
  const row = await db.selectFrom('tokens').selectAll().where('id', '=', id).executeTakeFirst();
  if (row === undefined || !isRole(row.role)) return undefined;
  return {
    id: row.id,
    name: row.name,
    role: row.role,
    secretHash: row.secret_hash,
    createdAt: row.created_at,
  };
};

const isRole = (text: string): text is Role => roles.some((role) => role === text);
