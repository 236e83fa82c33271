import Database from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import type { TriggerBooks } from '../../../src/domain/triggers/trigger-books.ts';
import { triggerBooks } from '../../../src/store/queries/triggers/triggers.ts';
import { triggerSchema } from '../../../src/store/sqlite/schema/triggers/triggers.ts';
import type { Tables } from '../../../src/store/tables.ts';

/** The books of triggers with their own statements, on a database in memory and in this thread: opened in no time. */
export const memoryBooks = (): TriggerBooks => {
  const database = new Database(':memory:');
  database.exec(triggerSchema);
  return triggerBooks(new Kysely<Tables>({ dialect: new SqliteDialect({ database }) }));
};
