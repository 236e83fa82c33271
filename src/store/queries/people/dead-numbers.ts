import type { Msisdn } from '../../../domain/messages/msisdn.ts';
import type { DeadNumber, DeadNumberFilter, Undelivered } from '../../../domain/people/dead-number.ts';
import type { Page, Paged } from '../../../kernel/page.ts';
import type { Queries } from '../../tables/tables.ts';
import { cutPage } from '../paging.ts';

/** Ordered by number; the cursor is the last number of the page before. */
export const listDeadNumbers = async (
  db: Queries,
  { number, postalCode, list }: DeadNumberFilter,
  page: Page,
): Promise<Paged<DeadNumber>> => {
  let query = db
    .selectFrom('undelivered_numbers as u')
    .leftJoin('contacts as c', 'c.number', 'u.number')
    .select(['u.number', 'u.times', 'u.permanent', 'u.last', 'c.name', 'c.postal_code'])
    // A literal: a partial index is used only if its condition stands in the text of the statement.
    .where('u.dead', '=', ({ lit }) => lit(1))
    .where('u.number', '>', page.cursor ?? '')
    .orderBy('u.number')
    .limit(page.limit + 1);
  if (number !== undefined) query = query.where('u.number', '=', number);
  if (postalCode !== undefined) query = query.where('c.postal_code', '=', postalCode);
  if (list !== undefined)
    query = query.where(({ exists, selectFrom }) =>
      exists(
        selectFrom('list_members as m')
          .select('m.number')
          .where('m.list_id', '=', list)
          .whereRef('m.number', '=', 'u.number'),
      ),
    );
  const rows = await query.execute();
  const items = rows.map(
    (row): DeadNumber => ({
      number: row.number as Msisdn,
      times: row.times,
      permanent: row.permanent,
      last: JSON.parse(row.last) as readonly Undelivered[],
      name: row.name ?? undefined,
      postalCode: row.postal_code ?? undefined,
    }),
  );
  return cutPage(items, page, ({ number }) => number);
};
