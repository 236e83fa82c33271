import { sql } from 'kysely';
import type { Owner } from '../../../domain/access/token.ts';
import { stateCode } from '../../../domain/messages/state.ts';
import type { Queries } from '../../tables/tables.ts';

/** Whose messages with this owner are. What the gateway itself sends has the name of its part, such as `inbound`. */
export const ownerOf = async (db: Queries, owner: string): Promise<Owner> => {
  const [, number] = /^user:([0-9]{1,15})$/.exec(owner) ?? [];
  const there = await db
    .selectFrom('tokens')
    .select(['name', 'user_id'])
    .where('id', '=', owner)
    .executeTakeFirst();
  const token =
    there ??
    (await db
      .selectFrom('revoked_tokens')
      .select(['name', 'user_id'])
      .where('id', '=', owner)
      .executeTakeFirst());
  const userId = number === undefined ? token?.user_id : Number(number);
  const user =
    userId === undefined || userId === null
      ? undefined
      : await db.selectFrom('users').select('name').where('id', '=', userId).executeTakeFirst();
  return user === undefined
    ? { kind: 'system', id: owner, name: token?.name ?? owner }
    : { kind: 'user', id: `user:${userId}`, name: user.name };
};

export const unsweptTokens = (
  db: Queries,
  settleMs: number,
): Promise<readonly { readonly id: string; readonly revokedAt: number }[]> =>
  db
    .selectFrom('revoked_tokens')
    .select(['id', 'revoked_at as revokedAt'])
    .where('withdraw', '=', 1)
    .where(({ eb, or }) =>
      or([eb('swept_at', 'is', null), eb('swept_at', '<', sql<number>`revoked_at + ${settleMs}`)]),
    )
    .orderBy('id')
    .execute();

const count = async (db: Queries, id: string, state: 'queued' | 'sending'): Promise<number> => {
  const row = await db
    .selectFrom('messages')
    .select(({ fn }) => fn.countAll<number>().as('messages'))
    // SQLite uses the partial indexes by state only for a state that is written out.
    .where('state', '=', sql.lit(stateCode(state)))
    .where('owner', '=', id)
    .where('alert', 'is', null)
    .executeTakeFirst();
  return row?.messages ?? 0;
};

/** Messages that a route has now. */
export const underWayOfToken = (db: Queries, id: string): Promise<number> => count(db, id, 'sending');

/** Reads the whole queue, which for a million messages takes about a second: only the command line asks. */
export const queuedOfToken = (db: Queries, id: string): Promise<number> => count(db, id, 'queued');
