import { type Role, roles } from '../../../domain/access/role.ts';
import { type FoundToken, foldTokenName, type ListedToken } from '../../../domain/access/token.ts';
import type { TokenLimits } from '../../../domain/access/token-limits.ts';
import type { Page, Paged } from '../../../kernel/page.ts';
import type { Queries } from '../../tables/tables.ts';
import { cutPage } from '../paging.ts';
import { getUser } from './users.ts';

export const findToken = async (db: Queries, id: string): Promise<FoundToken | undefined> => {
  const row = await db.selectFrom('tokens').selectAll().where('id', '=', id).executeTakeFirst();
  if (row === undefined || !isRole(row.role)) return undefined;
  const user = row.user_id === null ? undefined : await getUser(db, row.user_id);
  return {
    id: row.id,
    name: row.name,
    role: row.role,
    user,
    secretHash: row.secret_hash,
    createdAt: row.created_at,
    limits: limitsOf(row.limits),
    expiresAt: row.expires_at ?? undefined,
    firstOfName: await firstOfName(db, user?.name ?? row.name),
    areUsers: user !== undefined || (await areUsers(db)),
  };
};

/** The id of the first token that ever had this name. */
export const firstOfName = async (db: Queries, name: string): Promise<string | undefined> => {
  const row = await db
    .selectFrom('token_names')
    .select('id')
    .where('name_key', '=', foldTokenName(name))
    .executeTakeFirst();
  return row?.id;
};

const areUsers = async (db: Queries): Promise<boolean> =>
  (await db.selectFrom('users').select('id').limit(1).executeTakeFirst()) !== undefined;

export const listTokens = async (db: Queries, page: Page): Promise<Paged<ListedToken>> => {
  let query = db
    .selectFrom('tokens')
    .leftJoin('users', 'users.id', 'tokens.user_id')
    .leftJoin('token_use', 'token_use.token_id', 'tokens.id')
    .select(['tokens.id', 'tokens.name', 'tokens.role', 'tokens.created_at'])
    .select(['tokens.limits', 'tokens.expires_at', 'token_use.last_used_at'])
    .select(['users.id as user_id', 'users.name as user_name'])
    .orderBy('tokens.created_at')
    .orderBy('tokens.id')
    .limit(page.limit + 1);
  const [, at, id] = /^([0-9]{1,15})_(.+)$/.exec(page.cursor ?? '') ?? [];
  if (at !== undefined && id !== undefined)
    query = query.where(({ eb, refTuple, tuple }) =>
      eb(refTuple('tokens.created_at', 'tokens.id'), '>', tuple(Number(at), id)),
    );
  const tokens = (await query.execute()).flatMap((row): readonly ListedToken[] => {
    if (!isRole(row.role)) return [];
    const user =
      row.user_id === null || row.user_name === null ? undefined : { id: row.user_id, name: row.user_name };
    return [
      {
        id: row.id,
        name: row.name,
        role: row.role,
        user,
        createdAt: row.created_at,
        limits: limitsOf(row.limits),
        expiresAt: row.expires_at ?? undefined,
        lastUsedAt: row.last_used_at ?? undefined,
      },
    ];
  });
  return cutPage(tokens, page, (token) => `${token.createdAt}_${token.id}`);
};

const limitsOf = (json: string): TokenLimits => JSON.parse(json) as TokenLimits;

const isRole = (text: string): text is Role => roles.some((role) => role === text);
