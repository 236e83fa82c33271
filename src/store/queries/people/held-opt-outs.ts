import type { Msisdn } from '../../../domain/messages/msisdn.ts';
import {
  type HeldOptOut,
  type HeldOptOutRepository,
  type HeldState,
  heldStates,
} from '../../../domain/people/held-opt-out.ts';
import type { Queries } from '../../tables/tables.ts';
import { cutPage, idBefore } from '../paging.ts';

const stateOf = (text: string): HeldState => heldStates.find((one) => one === text) ?? 'held';

export const isAlertOut = async (db: Queries): Promise<boolean> =>
  (await db
    .selectFrom('alerts')
    .select('id')
    .where('state', 'in', ['sending', 'paused'])
    .limit(1)
    .executeTakeFirst()) !== undefined;

/** Newest first. */
export const listHeldOptOuts: (
  db: Queries,
  ...given: Parameters<HeldOptOutRepository['heldOptOuts']>
) => ReturnType<HeldOptOutRepository['heldOptOuts']> = async (db, { state, route }, page) => {
  let query = db
    .selectFrom('held_opt_outs')
    .selectAll()
    .where('id', '<', idBefore(page))
    .orderBy('id', 'desc')
    .limit(page.limit + 1);
  if (state !== undefined) query = query.where('state', '=', state);
  if (route !== undefined) query = query.where('route', '=', route);
  const rows = (await query.execute()).map(
    (row): HeldOptOut => ({
      id: row.id,
      at: row.at,
      route: row.route,
      number: row.number as Msisdn,
      lists: JSON.parse(row.lists) as readonly number[],
      inboxId: row.inbox_id,
      state: stateOf(row.state),
    }),
  );
  return cutPage(rows, page, ({ id }) => String(id));
};
