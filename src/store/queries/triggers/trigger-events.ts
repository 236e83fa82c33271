import { formsOf } from '../../short-key.ts';
import type { Queries } from '../../tables/tables.ts';

export const findTriggerEvent = async (db: Queries, trigger: string, identity: string) => {
  const row = await db
    .selectFrom('trigger_events')
    .select(['alert', 'open'])
    .where('trigger_name', '=', trigger)
    .where('identity', 'in', formsOf(identity))
    .executeTakeFirst();
  return row === undefined ? undefined : { alert: row.alert, open: row.open === 1 };
};

export const closeTriggerEvent = async (db: Queries, trigger: string, identity: string): Promise<void> => {
  await db
    .updateTable('trigger_events')
    .set({ open: 0 })
    .where('trigger_name', '=', trigger)
    .where('identity', 'in', formsOf(identity))
    .execute();
};
