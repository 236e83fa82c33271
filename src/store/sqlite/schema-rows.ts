import { openForWriting } from './open.ts';
import type { SqliteDb } from './sqlite-db.ts';

/** What SQLite says of one table, index or trigger (sqlite.org/schematab.html). */
interface SchemaRow {
  readonly name: string;
  readonly sql: string;
}

/** A table after all migrations. */
export interface TableShape {
  readonly name: string;
  readonly columns: readonly string[];
  /** The columns of the primary key, in its order. */
  readonly key: readonly string[];
  /** The column that the database numbers by itself; undefined: none. */
  readonly numbered: string | undefined;
}

interface ColumnRow {
  readonly name: string;
  readonly type: string;
  readonly pk: number;
}

const withSchema = <T>(look: (db: SqliteDb) => T): T => {
  const db = openForWriting(':memory:');
  try {
    return look(db);
  } finally {
    db.close();
  }
};

const OURS = `name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`;

/** The whole schema after all migrations, in an order in which it can be made: a thing stands after what it needs. */
export const schemaRows = (): readonly SchemaRow[] =>
  withSchema((db) =>
    db
      .prepare<[], SchemaRow>(`
        SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND ${OURS}
        ORDER BY CASE type WHEN 'table' THEN 1 WHEN 'index' THEN 2 ELSE 3 END, rowid`)
      .all(),
  );

/** All tables after all migrations, by name. */
export const tableShapes = (): readonly TableShape[] =>
  withSchema((db) => {
    const names = db
      .prepare<[], string>(`SELECT name FROM sqlite_schema WHERE type = 'table' AND ${OURS} ORDER BY name`)
      .pluck()
      .all();
    const columnsOf = db.prepare<[string], ColumnRow>(
      'SELECT name, type, pk FROM pragma_table_info(?) ORDER BY cid',
    );
    return names.map((name) => {
      const columns = columnsOf.all(name);
      const key = columns.filter(({ pk }) => pk > 0).toSorted((a, b) => a.pk - b.pk);
      const [only] = key;
      return {
        name,
        columns: columns.map((one) => one.name),
        key: key.map((one) => one.name),
        numbered: key.length === 1 && only?.type === 'INTEGER' ? only.name : undefined,
      };
    });
  });
