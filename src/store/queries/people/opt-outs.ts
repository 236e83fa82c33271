import type { Msisdn } from '../../../domain/messages/msisdn.ts';
import type { OptOut, OptOutFilter } from '../../../domain/people/opt-out.ts';
import type { Page, Paged } from '../../../kernel/page.ts';
import type { Queries } from '../../tables/tables.ts';
import { cutPage } from '../paging.ts';

/** Ordered by number, then by list; the cursor is `number-list`. */
export const listOptOuts = async (
  db: Queries,
  { number, listId }: OptOutFilter,
  page: Page,
): Promise<Paged<OptOut>> => {
  let query = db
    .selectFrom('opt_outs')
    .selectAll()
    .orderBy('number')
    .orderBy('list_id')
    .limit(page.limit + 1);
  if (page.cursor !== undefined) {
    const [afterNumber = '', afterList = '0'] = page.cursor.split('-');
    query = query.where(({ eb, refTuple, tuple }) =>
      eb(refTuple('number', 'list_id'), '>', tuple(afterNumber, Number(afterList))),
    );
  }
  if (number !== undefined) query = query.where('number', '=', number);
  if (listId !== undefined) query = query.where('list_id', '=', listId);
  const rows = await query.execute();
  const optOuts = rows.map(
    (row): OptOut => ({
      number: row.number as Msisdn,
      listId: row.list_id,
      source: row.source === 'sms' || row.source === 'import' ? row.source : 'operator',
      evidence: row.evidence,
      at: row.at,
    }),
  );
  return cutPage(optOuts, page, (one) => `${one.number}-${one.listId}`);
};
