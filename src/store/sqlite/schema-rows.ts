import Database from 'better-sqlite3';
import { migrations } from './migrations.ts';

/** What SQLite says of one table, index or trigger (sqlite.org/schematab.html). */
export interface SchemaRow {
  readonly type: 'table' | 'index' | 'trigger';
  readonly name: string;
  readonly sql: string;
}

/** The whole schema after all migrations, in an order in which it can be made: a thing stands after what it needs. */
export const schemaRows = (): readonly SchemaRow[] => {
  const db = new Database(':memory:');
  try {
    for (const sql of migrations) db.exec(sql);
    return db
      .prepare<[], SchemaRow>(`
        SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
        ORDER BY CASE type WHEN 'table' THEN 1 WHEN 'index' THEN 2 ELSE 3 END, rowid`)
      .all();
  } finally {
    db.close();
  }
};
