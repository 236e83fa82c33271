import type { BinKind, Removed } from '../../../domain/operation/bin.ts';
import type { Page, Paged } from '../../../kernel/page.ts';
import { toRemoved } from '../../rows/bin-rows.ts';
import type { Queries } from '../../tables/tables.ts';
import { cutPage, idBefore } from '../paging.ts';

export const listRemoved = async (
  db: Queries,
  kind: BinKind | undefined,
  page: Page,
): Promise<Paged<Removed>> => {
  const rows = await db
    .selectFrom('bin')
    .select(['id', 'kind', 'thing', 'name', 'removed_at', 'removed_by', 'removed_name'])
    .where('id', '<', idBefore(page))
    .where((eb) => (kind === undefined ? eb.lit(true) : eb('kind', '=', kind)))
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
    .execute();
  return cutPage(rows.map(toRemoved), page, ({ id }) => String(id));
};
