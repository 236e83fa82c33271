import type { Selectable } from 'kysely';
import type { PendingAct } from '../../../domain/access/pending-act.ts';
import type { Role } from '../../../domain/access/role.ts';
import type { Msisdn } from '../../../domain/messages/msisdn.ts';
import type { Page, Paged } from '../../../kernel/page.ts';
import type { AccessTables } from '../../tables/access-tables.ts';
import type { Queries } from '../../tables/tables.ts';
import { cutPage, idAfter } from '../paging.ts';

const toAct = (row: Selectable<AccessTables['pending_acts']>): PendingAct => ({
  id: row.id,
  kind: row.kind as PendingAct['kind'],
  name: row.name,
  roles: JSON.parse(row.roles) as readonly Role[],
  language: row.language,
  phone: (row.phone as Msisdn | null) ?? undefined,
  version: row.version ?? undefined,
  hash: row.hash,
  askedBy: { id: row.asked_by, name: row.asked_name },
  askedAt: row.asked_at,
  until: row.until,
});

export const pendingAct = async (db: Queries, id: number, nowMs: number): Promise<PendingAct | undefined> => {
  const row = await db
    .selectFrom('pending_acts')
    .selectAll()
    .where('id', '=', id)
    .where('until', '>', nowMs)
    .executeTakeFirst();
  return row === undefined ? undefined : toAct(row);
};

export const pendingActs = async (db: Queries, nowMs: number, page: Page): Promise<Paged<PendingAct>> => {
  const rows = await db
    .selectFrom('pending_acts')
    .selectAll()
    .where('id', '>', idAfter(page))
    .where('until', '>', nowMs)
    .orderBy('id')
    .limit(page.limit + 1)
    .execute();
  return cutPage(rows.map(toAct), page, ({ id }) => String(id));
};
