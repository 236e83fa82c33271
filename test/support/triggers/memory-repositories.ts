import Database from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import type { TriggerRepositories } from '../../../src/domain/triggers/trigger-repositories.ts';
import { triggerRepositories } from '../../../src/store/queries/triggers/triggers.ts';
import { prepareLaunchCodes } from '../../../src/store/sqlite/hot/access/launch-codes.ts';
import { codeIssuers } from '../../../src/store/sqlite/schema/triggers/code-issuers.ts';
import { triggerSchema } from '../../../src/store/sqlite/schema/triggers/triggers.ts';
import type { Tables } from '../../../src/store/tables/tables.ts';

/** The real statements of the triggers' tables on a database in memory, in this thread, which opens at once. */
export const memoryRepositories = (): TriggerRepositories => {
  const database = new Database(':memory:');
  for (const schema of [triggerSchema, codeIssuers]) database.exec(schema);
  const { replaceLaunchCodes } = prepareLaunchCodes(database, () => {});
  return triggerRepositories(
    new Kysely<Tables>({ dialect: new SqliteDialect({ database }) }),
    async (...codes) => replaceLaunchCodes(...codes),
  );
};
