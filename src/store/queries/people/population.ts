import { sql } from 'kysely';
import { MOST_AREAS, type PopulationRow, placeKinds, type ReachArea } from '../../../domain/people/reach.ts';
import type { Shape } from '../../../kernel/shape/shape.ts';
import type { Queries } from '../../tables/tables.ts';

export const readPopulation = async (db: Queries): Promise<readonly PopulationRow[]> => {
  const rows = await db.selectFrom('population').selectAll().orderBy('kind').orderBy('place').execute();
  return rows.map(({ kind, place, inhabitants, households }) => ({
    kind: placeKinds.find((one) => one === kind) ?? 'postalCode',
    place,
    inhabitants,
    households: households ?? undefined,
  }));
};

export const readReachAreas = async (db: Queries): Promise<readonly ReachArea[]> => {
  const { rows } = await sql<{ id: number; name: string; definition: string }>`
    SELECT id, name, definition FROM areas ORDER BY id LIMIT ${MOST_AREAS}`.execute(db);
  return rows.map(({ id, name, definition }) => ({ id, name, shape: JSON.parse(definition) as Shape }));
};
