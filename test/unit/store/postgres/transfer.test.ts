import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPostgresForWriting } from '../../../../src/store/postgres/open.ts';
import type { PostgresDb } from '../../../../src/store/postgres/postgres-db.ts';
import { postgresSide } from '../../../../src/store/postgres/transfer-side.ts';
import { openForWriting } from '../../../../src/store/sqlite/open.ts';
import { type TableShape, tableShapes } from '../../../../src/store/sqlite/schema-rows.ts';
import type { SqliteDb } from '../../../../src/store/sqlite/sqlite-db.ts';
import { sqliteSide } from '../../../../src/store/sqlite/transfer-side.ts';
import { pagesOf, type Row } from '../../../../src/store/transfer/rows.ts';
import { type Copied, transfer } from '../../../../src/store/transfer/transfer.ts';
import { dropDatabase, ensureDatabase, urlOf } from '../../../support/postgres/database.ts';
import { openUnguarded } from '../../../support/postgres/open-unguarded.ts';

const NAME = `transfer_${process.pid}`;
const tables = tableShapes();
/** More than one page of rows, and a last INSERT that is not full. */
const ROWS = 1203;

let folder: string;
let database: PostgresDb;

const fresh = (name: string): SqliteDb => openForWriting(join(folder, name));
const rowsOf = (db: Parameters<typeof pagesOf>[0], table: TableShape): readonly Row[] =>
  [...pagesOf(db, table)].flat();

interface Column {
  readonly name: string;
  readonly type: string;
}

/** Rows with a value in each column: of its type, and another one in each row. */
const fill = (db: SqliteDb): void => {
  sqliteSide(db, tables).withoutTriggers(() => {
    for (const { name, numbered } of tables) {
      const columns = db.prepare<[string], Column>('SELECT name, type FROM pragma_table_info(?)').all(name);
      const insert = db.prepare(
        `INSERT INTO ${name} (${columns.map((one) => `"${one.name}"`).join(', ')})
         VALUES (${columns.map(() => '?').join(', ')}) ON CONFLICT DO NOTHING`,
      );
      const sql =
        db.prepare<[string], string>('SELECT sql FROM sqlite_schema WHERE name = ?').pluck().get(name) ?? '';
      const rows = sql.includes('CHECK (id = 1)') ? 1 : name === 'messages' || name === 'parts' ? ROWS : 3;
      for (let row = 1; row <= rows; row++)
        insert.run(
          ...columns.map(({ name: column, type }) =>
            column === numbered ? row : valueFor(type, row, column),
          ),
        );
    }
  });
};

const valueFor = (type: string, row: number, column: string): string | number | Buffer => {
  if (type === 'INTEGER') return 9_000_000_000_000 + row;
  if (type === 'REAL') return row / 3;
  if (type === 'BLOB') return Buffer.from([0, row % 256, 255, row >> 8]);
  return JSON.stringify({ [column]: `d'é “${row}” \\ ${String.fromCodePoint(0x1f300 + row)}\nend` });
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tocsin-transfer-'));
  await ensureDatabase(NAME, async (url) => openPostgresForWriting({ kind: 'postgres', url }).close());
  database = openUnguarded(urlOf(NAME));
});

afterAll(async () => {
  database.close();
  await dropDatabase(NAME);
  await rm(folder, { recursive: true, force: true });
});

describe('a store that is copied', () => {
  test('from a file to PostgreSQL and back has the same rows in every table, and gives no number again', () => {
    using opened = new DisposableStack();
    const first = opened.adopt(fresh('first.db'), (db) => db.close());
    const second = opened.adopt(fresh('second.db'), (db) => db.close());
    fill(first);
    first.exec("DELETE FROM contacts; INSERT INTO lanes (lane, key) VALUES (4000, 'a')");
    const there: Copied[] = [];
    const back: Copied[] = [];
    transfer(sqliteSide(first, tables), postgresSide(database, tables), tables, (one) => there.push(one));
    transfer(postgresSide(database, tables), sqliteSide(second, tables), tables, (one) => back.push(one));
    expect(there).toEqual(back);
    expect(there.map(({ table }) => table)).toEqual(tables.map(({ name }) => name));
    expect(there.find(({ table }) => table === 'messages')?.rows).toBe(ROWS);
    expect(there.filter(({ rows }) => rows === 0).map(({ table }) => table)).toEqual(['contacts']);
    for (const table of tables) {
      expect(rowsOf(database, table), table.name).toEqual(rowsOf(first, table));
      expect(rowsOf(second, table), table.name).toEqual(rowsOf(first, table));
    }
    for (const side of [
      sqliteSide(first, tables),
      sqliteSide(second, tables),
      postgresSide(database, tables),
    ])
      expect(side.lastNumbers().get('lists')).toBe(3);
    const id = database.prepare<[], number>(
      "INSERT INTO lists (name, definition, created_at) VALUES ('new', '{}', 1) RETURNING id",
    );
    expect(id.pluck().get()).toBe(4);
    database.exec("DELETE FROM lists WHERE name = 'new'");
  });

  test('has its triggers again afterwards', () => {
    using opened = new DisposableStack();
    const file = opened.adopt(fresh('triggers.db'), (db) => db.close());
    const before = file
      .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY name")
      .all();
    transfer(postgresSide(database, tables), sqliteSide(file, tables), tables, () => {});
    expect(
      file.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY name").all(),
    ).toEqual(before);
    for (const db of [file, database])
      expect(() => db.exec("UPDATE audit SET action = 'x'")).toThrow('rows of the audit log are not changed');
  });

  test('is refused if the new store has a row, and the new store stays as it was', () => {
    using opened = new DisposableStack();
    const full = opened.adopt(fresh('full.db'), (db) => db.close());
    full.exec("INSERT INTO lanes (lane, key) VALUES (1, 'mine')");
    expect(() =>
      transfer(postgresSide(database, tables), sqliteSide(full, tables), tables, () => {}),
    ).toThrow("the new store isn't empty: it has rows in lanes");
    expect(full.prepare('SELECT lane, key FROM lanes').all()).toEqual([{ lane: 1, key: 'mine' }]);
  });

  test('leaves nothing in the new store if it breaks off, or if the copy is another one', () => {
    using opened = new DisposableStack();
    const file = opened.adopt(fresh('half.db'), (db) => db.close());
    const source = postgresSide(database, tables);
    const breaksOff = (): void =>
      transfer(source, sqliteSide(file, tables), tables, ({ table }) => {
        if (table === 'parts') throw new Error('pulled the plug');
      });
    expect(breaksOff).toThrow('pulled the plug');
    const side = sqliteSide(file, tables);
    const lies = {
      ...side,
      setLastNumbers: () => file.exec('UPDATE messages SET attempt = attempt + 1 WHERE id = 7'),
    };
    expect(() => transfer(source, lies, tables, () => {})).toThrow(
      "messages isn't the same in the new store",
    );
    for (const table of tables) expect(rowsOf(file, table)).toEqual([]);
    expect(
      file.prepare("SELECT count(*) FROM sqlite_schema WHERE type = 'trigger'").pluck().get(),
    ).toBeGreaterThan(10);
  });
});
