import { isOnPostgres } from '../../support/postgres/instead-of-file.ts';
import type { SimulatedDatabase } from './simulated-database.ts';
import { SimulatedPostgres } from './simulated-postgres.ts';
import { SimulatedSqlite } from './simulated-sqlite.ts';

/**
 * Makes the database of a world.
 * @param damage decides what faults leave of it
 */
export const makeDatabase = async (damage: () => number): Promise<SimulatedDatabase> =>
  isOnPostgres() ? SimulatedPostgres.make(damage) : new SimulatedSqlite(damage);
