import { type Role, roles, type StoredToken, type TokenInfo } from '../../../domain/access/token.ts';
import type { Page, Paged } from '../../../kernel/page.ts';
import type { Queries } from '../../tables.ts';
import { cutPage } from '../paging.ts';

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

export const listTokens = async (db: Queries, page: Page): Promise<Paged<TokenInfo>> => {
  let query = db
    .selectFrom('tokens')
    .select(['id', 'name', 'role', 'created_at'])
    .orderBy('created_at')
    .orderBy('id')
    .limit(page.limit + 1);
  const [, at, id] = /^([0-9]{1,15})_(.+)$/.exec(page.cursor ?? '') ?? [];
  if (at !== undefined && id !== undefined)
    query = query.where(({ eb, refTuple, tuple }) =>
      eb(refTuple('created_at', 'id'), '>', tuple(Number(at), id)),
    );
  const tokens = (await query.execute()).flatMap((row): readonly TokenInfo[] =>
    isRole(row.role) ? [{ id: row.id, name: row.name, role: row.role, createdAt: row.created_at }] : [],
  );
  return cutPage(tokens, page, (token) => `${token.createdAt}_${token.id}`);
};

const isRole = (text: string): text is Role => roles.some((role) => role === text);
