import type { SimAside } from '../../../domain/routes/sim-repository.ts';
import type { Queries } from '../../tables/tables.ts';

export const setSimAside = async (db: Queries, iccid: string, { reason, until }: SimAside): Promise<void> => {
  await db
    .insertInto('sims_aside')
    .values({ iccid, reason, until })
    .onConflict((conflict) => conflict.column('iccid').doUpdateSet({ reason, until }))
    .execute();
};

export const simAside = async (db: Queries, iccid: string): Promise<SimAside | undefined> =>
  db.selectFrom('sims_aside').select(['reason', 'until']).where('iccid', '=', iccid).executeTakeFirst();

export const restoreSim = async (db: Queries, iccid: string): Promise<void> => {
  await db.deleteFrom('sims_aside').where('iccid', '=', iccid).execute();
};
