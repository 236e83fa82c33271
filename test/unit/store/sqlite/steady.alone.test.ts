import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { DEFAULT_INTAKE_LIMITS } from '../../../../src/domain/messages/intake-limits.ts';
import { steady } from '../../../../src/store/rules/steady.ts';
import { migrations } from '../../../../src/store/schema/migrations.ts';
import { type SqliteDb, sqliteDb } from '../../../../src/store/sqlite/sqlite-db.ts';
import { Batches } from '../../../../src/store/thread/batches.ts';

let db: SqliteDb;
/** Compiles a statement at once, and not when it is first used. */
let compile: (sql: string) => Database.Statement<unknown[]>;
beforeEach(() => {
  const file = new Database(':memory:');
  compile = file.prepare.bind(file);
  db = sqliteDb(file);
  for (const sql of migrations) db.exec(sql);
});
afterEach(() => db.close());

const PARAMETERS = /\?|[:@][a-zA-Z]+/g;

/** The fastest of some rounds, in µs for each call: other processes may have the processor for a while. */
const fastest = (work: () => void): number => {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 20; round++) {
    const begin = performance.now();
    for (let call = 0; call < 10; call++) work();
    least = Math.min(least, (performance.now() - begin) * 100);
  }
  return least;
};

/** The same value for each parameter; an empty list where a list is read. */
const parametersOf = (sql: string): readonly unknown[] => {
  const values = [...sql.matchAll(/(json_each\((?:ifnull\()?)?(\?|[:@][a-zA-Z]+)/g)].map(
    ([, list, name = '']) => [name.slice(1), list === undefined ? 7 : '[]'] as const,
  );
  return values[0]?.[0] === '' ? values.map(([, value]) => value) : [Object.fromEntries(values)];
};

/** All statements that the thread of the database prepares at its start. */
const statements = (): readonly string[] => {
  const prepare = vi.spyOn(db, 'prepare');
  new Batches(db, DEFAULT_INTAKE_LIMITS);
  const texts = prepare.mock.calls.map(([sql]) => sql);
  prepare.mockRestore();
  return [...new Set(texts)];
};

describe('a prepared SQL statement of the database thread', () => {
  test('that reads is planned once, not again for each call', () => {
    const readers = statements().filter(
      (sql) =>
        sql.match(PARAMETERS) !== null && db.prepare(sql).reader && !/\b(?:INSERT|UPDATE|DELETE)\b/.test(sql),
    );
    expect(readers.length).toBeGreaterThan(100);
    const isPlannedAnew = (sql: string): boolean => {
      const statement = compile(sql);
      const parameters = parametersOf(sql);
      return fastest(() => statement.all(...parameters)) > 0.7 * fastest(() => compile(sql));
    };
    // On a busy machine a measure can be wrong. Planned anew, a statement shows it each time.
    const anew = readers.filter((sql) => isPlannedAnew(sql) && isPlannedAnew(sql) && isPlannedAnew(sql));
    expect(anew).toEqual([]);
  });

  test('finds its rows by the same index whether or not SQLite’s planner sees its parameters', () => {
    const plan = (sql: string): unknown =>
      db
        .prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
        .all(...parametersOf(sql))
        .map(({ detail }) => detail);
    const hidden = statements().filter((sql) => sql.includes('ifnull('));
    expect(hidden.length).toBeGreaterThan(20);
    for (const sql of hidden)
      expect(plan(sql)).toEqual(plan(sql.replaceAll(/ifnull\((\?|[:@][a-zA-Z]+), NULL\)/g, '$1')));
  });

  test('is changed by steady() in its parameters alone', () => {
    expect(steady('SELECT a FROM t WHERE b = ? AND c < :c LIMIT @n')).toBe(
      'SELECT a FROM t WHERE b = ifnull(?, NULL) AND c < ifnull(:c, NULL) LIMIT ifnull(@n, NULL)',
    );
  });
});
