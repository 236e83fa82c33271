import type { TellMigration } from '../domain/operation/upgrade/migration.ts';
import type { Db } from './db.ts';
import type { StorePlace } from './place.ts';
import { openPostgresForReading, openPostgresForWriting } from './postgres/open.ts';
import { openForReading, openForWriting } from './sqlite/open.ts';

/**
 * Opens the database of a store, and creates or migrates it if it is opened for writing.
 * @param tell what is told while an older store is migrated
 * @throws Error with the database's reason if it can't be opened, or if a newer version of Tocsin made it
 */
export const openDb = (place: StorePlace, readOnly: boolean, tell?: TellMigration): Db => {
  if (place.kind === 'postgres')
    return readOnly ? openPostgresForReading(place.url, place.node) : openPostgresForWriting(place, tell);
  return readOnly ? openForReading(place.path) : openForWriting(place.path, { ...place, tell });
};
