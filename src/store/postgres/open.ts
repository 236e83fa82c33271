import { nameOf } from '../place.ts';
import { migrations } from '../schema/migrations.ts';
import { PostgresDb } from './postgres-db.ts';
import { migrate } from './schema/migrate.ts';
import { nextGateway } from './sole-gateway.ts';

/**
 * Connects to the server for writing, and creates or migrates the schema.
 * @param isSole whether this is for a gateway, which must be the only one on the database
 * @throws PostgresError if the server can't be reached; Error if a newer version of Tocsin made the schema
 */
export const openPostgresForWriting = (url: string, isSole = false): PostgresDb => {
  const db = new PostgresDb({ url, isReadOnly: false, isSole, name: nameOf({ kind: 'postgres', url }) });
  try {
    migrate(db, isSole);
    if (isSole) db.setNumber(nextGateway(db, migrations.length));
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
};

/**
 * Connects to the server for lists and reports, which read beside the writer.
 * @throws PostgresError if the server can't be reached
 */
export const openPostgresForReading = (url: string): PostgresDb =>
  new PostgresDb({ url, isReadOnly: true, name: nameOf({ kind: 'postgres', url }) });
