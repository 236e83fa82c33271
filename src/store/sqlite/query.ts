import type { Db } from './open.ts';

export interface QueryOutcome {
  readonly rows: readonly unknown[];
  readonly changes: number;
}

type Value = string | number | bigint | Uint8Array | null;

// Enough for every query of the house; beyond it the oldest is prepared anew.
const PREPARED = 200;

/** Runs what kysely compiled; statements are kept prepared by their text. */
export const prepareQuery = (db: Db) => {
  const prepared = new Map<string, ReturnType<Db['prepare']>>();
  const statementOf = (sql: string) => {
    const known = prepared.get(sql);
    if (known !== undefined) return known;
    const statement = db.prepare(sql);
    if (prepared.size >= PREPARED) prepared.delete(prepared.keys().next().value ?? '');
    prepared.set(sql, statement);
    return statement;
  };
  return (sql: string, parameters: readonly Value[]): QueryOutcome => {
    const statement = statementOf(sql);
    if (statement.reader) return { rows: statement.all(...parameters), changes: 0 };
    return { rows: [], changes: statement.run(...parameters).changes };
  };
};
