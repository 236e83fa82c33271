import { PostgresDb } from './postgres-db.ts';
import { migrate } from './schema/migrate.ts';

/**
 * Connects to the server for writing, and creates or migrates the schema.
 * @throws PostgresError if the server can't be reached; Error if a newer version of Tocsin made the schema
 */
export const openPostgresForWriting = (url: string): PostgresDb => {
  const db = new PostgresDb({ url, isReadOnly: false });
  try {
    migrate(db);
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
export const openPostgresForReading = (url: string): PostgresDb => new PostgresDb({ url, isReadOnly: true });
