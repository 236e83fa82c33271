import Database from 'better-sqlite3';
import type { Db } from '../../../src/store/db.ts';
import { sqliteDb } from '../../../src/store/sqlite/sqlite-db.ts';
import { isOnPostgres, urlInsteadOf } from '../postgres/instead-of-file.ts';
import { openUnguarded } from '../postgres/open-unguarded.ts';

/**
 * A connection to the database of a store that was opened on this path, past the store. What is asked on it stands in
 * words that SQLite and PostgreSQL share.
 */
export const openBehind = (path: string): Db & Disposable => {
  const db = isOnPostgres()
    ? openUnguarded(urlInsteadOf(path))
    : sqliteDb(new Database(path, { timeout: 5000 }));
  return Object.assign<Db, Disposable>(db, { [Symbol.dispose]: () => db.close() });
};

/** What a store gives back for a text with the character NUL, which a text of PostgreSQL can't have. */
export const asStored = (text: string): string => (isOnPostgres() ? text.replaceAll('\0', '\u2400') : text);

/** Octets in SQL, from their hexadecimal digits. */
export const blob = (hex: string): string => (isOnPostgres() ? `'\\x${hex}'::bytea` : `x'${hex}'`);

/** A column of the newest schema, as SQLite describes it. */
export interface Column {
  readonly table: string;
  readonly name: string;
  readonly type: 'INTEGER' | 'REAL' | 'TEXT' | 'BLOB';
  /** 1: every row has a value there, and the database gives none. */
  readonly required: number;
}

const OF_SQLITE = `
  SELECT t.name AS "table", c.name, c.type, c."notnull" AS required
    FROM sqlite_schema t JOIN pragma_table_info(t.name) c
   WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`;
const OF_POSTGRES = `
  SELECT table_name AS "table", column_name AS name,
         CASE data_type WHEN 'bigint' THEN 'INTEGER' WHEN 'double precision' THEN 'REAL'
                        WHEN 'bytea' THEN 'BLOB' ELSE 'TEXT' END AS type,
         is_nullable = 'NO' AND is_identity = 'NO' AS required
    FROM information_schema.columns
   WHERE table_schema = current_schema() AND table_name NOT IN ('tocsin_schema', 'tocsin_commits')
     AND table_name NOT IN (SELECT table_name FROM information_schema.views WHERE table_schema = current_schema())
   ORDER BY table_name, ordinal_position`;

/** The columns of all tables of Tocsin. */
export const columnsOf = (db: Db): readonly Column[] =>
  db.prepare<[], Column>(isOnPostgres() ? OF_POSTGRES : OF_SQLITE).all();

/** All tables of Tocsin, in the order of their names. */
export const tablesOf = (db: Db): readonly string[] =>
  [...new Set(columnsOf(db).map(({ table }) => table))].sort();
