import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DEFAULT_INTAKE_LIMITS } from '../../../../src/domain/messages/intake-limits.ts';
import { migrations } from '../../../../src/store/schema/migrations.ts';
import { type SqliteDb, sqliteDb } from '../../../../src/store/sqlite/sqlite-db.ts';
import { Batches } from '../../../../src/store/thread/batches.ts';

let db: SqliteDb;
beforeEach(() => {
  db = sqliteDb(new Database(':memory:'));
});
afterEach(() => db.close());

describe('a statement of a database thread', () => {
  test('is compiled when it is first used: it may stand there before its table does', () => {
    const insert = db.prepare('INSERT INTO numbers VALUES (?)');
    const read = db.prepare('SELECT n FROM numbers ORDER BY n');
    expect(() => insert.run(1)).toThrow('no such table: numbers');
    db.exec('CREATE TABLE numbers (n INTEGER)');
    expect(insert.run(2).changes).toBe(1);
    expect([read.get(), read.all(), [...read.iterate()]]).toEqual([{ n: 2 }, [{ n: 2 }], [{ n: 2 }]]);
    expect([read.reader, insert.reader]).toEqual([true, false]);
  });

  test('gives values or arrays if that was asked for, before its first use or after', () => {
    const values = db.prepare('SELECT 7 AS n').pluck();
    expect(values.get()).toBe(7);
    const rows = db.prepare('SELECT 7 AS n, 8 AS m');
    expect(rows.get()).toEqual({ n: 7, m: 8 });
    expect(rows.raw().get()).toEqual([7, 8]);
  });

  test('can be compiled, whichever it is', () => {
    const eager = sqliteDb(new Database(':memory:'));
    try {
      for (const sql of migrations) eager.exec(sql);
      expect(() => new Batches(eager, DEFAULT_INTAKE_LIMITS)).not.toThrow();
    } finally {
      eager.close();
    }
  });
});
