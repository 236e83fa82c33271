import type { Db } from '../db.ts';
import { statementCache } from './statement-cache.ts';

export interface QueryOutcome {
  readonly rows: readonly unknown[];
  readonly changes: number;
}

type Value = string | number | bigint | Uint8Array | null;

/** Runs a query that kysely has compiled. */
export const prepareQuery = (db: Db) => {
  const prepared = statementCache(db);
  return (sql: string, parameters: readonly Value[]): QueryOutcome => {
    const statement = prepared(sql);
    if (statement.reader) return { rows: statement.all(...parameters), changes: 0 };
    return { rows: [], changes: statement.run(...parameters).changes };
  };
};
