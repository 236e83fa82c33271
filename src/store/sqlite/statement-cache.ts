import type Database from 'better-sqlite3';
import type { Db } from './open.ts';

type Statement = Database.Statement<unknown[]>;

// How many statements are kept: enough for every query that Tocsin has. If there are more, the statement that was
// prepared first is dropped.
const PREPARED = 200;

/** Prepares each statement once, and returns the prepared one for the same text. */
export const statementCache = (db: Db): ((sql: string) => Statement) => {
  const prepared = new Map<string, Statement>();
  return (sql) => {
    const known = prepared.get(sql);
    if (known !== undefined) return known;
    const statement = db.prepare<unknown[]>(sql);
    if (prepared.size >= PREPARED) prepared.delete(prepared.keys().next().value ?? '');
    prepared.set(sql, statement);
    return statement;
  };
};
