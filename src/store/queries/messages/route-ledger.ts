import type { Queries } from '../../tables/tables.ts';

const DAY_MS = 86_400_000;

export const setRouteEnabled = async (db: Queries, route: string, enabled: boolean): Promise<void> => {
  const row = { route, enabled: enabled ? 1 : 0 };
  await db
    .insertInto('route_settings')
    .values(row)
    .onConflict((conflict) => conflict.column('route').doUpdateSet({ enabled: row.enabled }))
    .execute();
};

export const disabledRoutes = async (db: Queries): Promise<readonly string[]> => {
  const rows = await db.selectFrom('route_settings').select('route').where('enabled', '=', 0).execute();
  return rows.map(({ route }) => route);
};

export const acceptedToday = async (db: Queries, nowMs: number): Promise<ReadonlyMap<string, number>> => {
  const day = Math.floor(nowMs / DAY_MS);
  const rows = await db.selectFrom('route_days').select(['route', 'parts']).where('day', '=', day).execute();
  return new Map(rows.map(({ route, parts }) => [route, parts]));
};
