import type { Db, Statement } from '../db.ts';

type Kept = Statement<unknown[], unknown>;

// How many statements are kept: enough for every query that Tocsin has. If there are more, the statement that was
// prepared first is dropped.
const PREPARED = 200;

/** Prepares each statement once, and returns the prepared one for the same text. */
export const statementCache = (db: Db): ((sql: string) => Kept) => {
  const prepared = new Map<string, Kept>();
  return (sql) => {
    const known = prepared.get(sql);
    if (known !== undefined) return known;
    const statement = db.prepare<unknown[]>(sql);
    if (prepared.size >= PREPARED) prepared.delete(prepared.keys().next().value ?? '');
    prepared.set(sql, statement);
    return statement;
  };
};
