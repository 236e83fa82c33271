import type { SignalSlot } from '../../../domain/routes/modem-details.ts';
import type { Queries } from '../../tables/tables.ts';

/** Slots are deleted after two days, later than they are shown, since the clock may be wrong for a while. */
const KEPT_MS = 2 * 24 * 60 * 60_000;

export const keepSignal = async (
  db: Queries,
  imei: string,
  { at, dbm, lowestDbm, rsrp, rsrq }: SignalSlot,
): Promise<void> => {
  const measured = {
    dbm: dbm ?? null,
    lowest_dbm: lowestDbm ?? null,
    rsrp: rsrp ?? null,
    rsrq: rsrq ?? null,
  };
  await db
    .insertInto('modem_signal')
    .values({ imei, at, ...measured })
    .onConflict((conflict) => conflict.columns(['imei', 'at']).doUpdateSet(measured))
    .execute();
  await db
    .deleteFrom('modem_signal')
    .where('imei', '=', imei)
    .where('at', '<', at - KEPT_MS)
    .execute();
};

export const signalSince = async (
  db: Queries,
  imei: string,
  sinceMs: number,
): Promise<readonly SignalSlot[]> => {
  const rows = await db
    .selectFrom('modem_signal')
    .select(['at', 'dbm', 'lowest_dbm', 'rsrp', 'rsrq'])
    .where('imei', '=', imei)
    .where('at', '>=', sinceMs)
    .orderBy('at')
    .execute();
  return rows.map(({ at, dbm, lowest_dbm, rsrp, rsrq }) => ({
    at,
    dbm: dbm ?? undefined,
    lowestDbm: lowest_dbm ?? undefined,
    rsrp: rsrp ?? undefined,
    rsrq: rsrq ?? undefined,
  }));
};
