import Database from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import type { TriggerBooks } from '../../../src/domain/triggers/trigger-books.ts';
import { triggerBooks } from '../../../src/store/queries/triggers/triggers.ts';
import { triggerSchema } from '../../../src/store/sqlite/schema/triggers/triggers.ts';
import type { Tables } from '../../../src/store/tables.ts';

/** The real statements of the triggers' tables on a database in memory, in this thread, which opens at once. */
export const memoryBooks = (): TriggerBooks => {
  const database = new Database(':memory:');
  database.exec(triggerSchema);
  return triggerBooks(new Kysely<Tables>({ dialect: new SqliteDialect({ database }) }));
};
