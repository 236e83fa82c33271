import { sql } from 'kysely';
import type { Msisdn } from '../../../domain/messages/msisdn.ts';
import type { MemberRepository, Membership } from '../../../domain/people/membership.ts';
import { KEPT_LISTS } from '../../rows/bin-rows.ts';
import { toMembership } from '../../rows/member-row.ts';
import type { Queries } from '../../tables/tables.ts';
import { cutPage } from '../paging.ts';

/** @param lists SQL: the ids of the lists that are asked. The primary key (list, number) makes each a single lookup. */
const membershipsIn = async (
  db: Queries,
  number: Msisdn,
  lists: '(SELECT id FROM lists)' | typeof KEPT_LISTS,
): Promise<readonly Membership[]> => {
  const rows = await db
    .selectFrom('list_members')
    .selectAll()
    .where(sql<boolean>`list_id IN ${sql.raw(lists)}`)
    .where('number', '=', number)
    .orderBy('list_id')
    .execute();
  return rows.map(toMembership);
};

/** Also those of lists in the bin, which can be restored. */
export const membershipsOf = (db: Queries, number: Msisdn): Promise<readonly Membership[]> =>
  membershipsIn(db, number, KEPT_LISTS);

export const memberRepository = (db: Queries): Omit<MemberRepository, 'dropOrphans' | 'put'> => ({
  get: async (listId, number) => {
    const row = await db
      .selectFrom('list_members')
      .selectAll()
      .where('list_id', '=', listId)
      .where('number', '=', number)
      .executeTakeFirst();
    return row === undefined ? undefined : toMembership(row);
  },

  of: (number) => membershipsIn(db, number, '(SELECT id FROM lists)'),

  among: async (listId, numbers) => {
    if (numbers.length === 0) return [];
    const rows = await db
      .selectFrom('list_members')
      .selectAll()
      .where('list_id', '=', listId)
      .where('number', 'in', numbers)
      .execute();
    return rows.map(toMembership);
  },

  list: async (listId, page) => {
    const rows = await db
      .selectFrom('list_members')
      .selectAll()
      .where('list_id', '=', listId)
      .where('number', '>', page.cursor ?? '')
      .orderBy('number')
      .limit(page.limit + 1)
      .execute();
    return cutPage(rows.map(toMembership), page, ({ number }) => number);
  },

  count: async (listId) => {
    const row = await db
      .selectFrom('list_members')
      .where('list_id', '=', listId)
      .select(({ fn }) => fn.countAll<number>().as('members'))
      .executeTakeFirstOrThrow();
    return row.members;
  },

  remove: async (listId, number) => {
    const row = await db
      .deleteFrom('list_members')
      .where('list_id', '=', listId)
      .where('number', '=', number)
      .returningAll()
      .executeTakeFirst();
    return row === undefined ? undefined : toMembership(row);
  },
});
