import Database from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import type { TriggerEventKey } from '../../../src/domain/triggers/trigger-event-key.ts';
import type { TriggerRepositories } from '../../../src/domain/triggers/trigger-repositories.ts';
import { triggerRepositories } from '../../../src/store/queries/triggers/triggers.ts';
import { prepareLaunchCodes } from '../../../src/store/rules/access/launch-codes.ts';
import { prepareKeepEvent } from '../../../src/store/rules/alerts/trigger-events.ts';
import { codeIssuers } from '../../../src/store/schema/triggers/code-issuers.ts';
import { triggerSchema } from '../../../src/store/schema/triggers/triggers.ts';
import { sqliteDb } from '../../../src/store/sqlite/sqlite-db.ts';
import type { Tables } from '../../../src/store/tables/tables.ts';

export interface MemoryRepositories extends TriggerRepositories {
  /** What the store does in the commit of the alert. */
  keepEvent(event: TriggerEventKey, alert: number): void;
}

/** The real statements of the triggers' tables on a database in memory, in this thread, which opens at once. */
export const memoryRepositories = (): MemoryRepositories => {
  const database = sqliteDb(new Database(':memory:'));
  for (const schema of [triggerSchema, codeIssuers]) database.exec(schema);
  const { replaceLaunchCodes } = prepareLaunchCodes(database, () => {});
  const keepEvent = prepareKeepEvent(database);
  const repositories = triggerRepositories(
    new Kysely<Tables>({ dialect: new SqliteDialect({ database }) }),
    async (...codes) => replaceLaunchCodes(...codes),
  );
  return { ...repositories, keepEvent: (event, alert) => keepEvent(event, alert, 0) };
};
