import Database from 'better-sqlite3';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { MigrationStep } from '../../../../src/domain/operation/upgrade/migration.ts';
import { openDb } from '../../../../src/store/open-db.ts';
import { fromSqlite } from '../../../../src/store/postgres/schema/from-sqlite.ts';
import { functions } from '../../../../src/store/postgres/schema/functions.ts';
import { migrations, namedMigrations } from '../../../../src/store/schema/migrations.ts';
import { serverUrl } from '../../../support/postgres/address.ts';
import { dropDatabase, urlOf } from '../../../support/postgres/database.ts';

/** The schema of the first release that could be kept on PostgreSQL, with nodes. */
const OLDER = 73;
const LAST = migrations.length;
const NAMES = [`older_${process.pid}`, `fresh_${process.pid}`] as const;
const [older, fresh] = NAMES;

const rowsOf = async (url: string, ...statements: readonly string[]): Promise<readonly unknown[]> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    let rows: readonly unknown[] = [];
    for (const one of statements) ({ rows } = await client.query(one));
    return rows;
  } finally {
    await client.end();
  }
};

beforeEach(async () => {
  for (const name of NAMES) await dropDatabase(name);
  for (const name of NAMES) await rowsOf(serverUrl(), `CREATE DATABASE ${name} TEMPLATE template0`);
});
afterEach(async () => {
  for (const name of NAMES) await dropDatabase(name);
});

/** What an older version makes of an empty database. */
const olderSchema = (): readonly string[] => {
  const db = new Database(':memory:');
  try {
    for (const sql of migrations.slice(0, OLDER)) db.exec(sql);
    // The first opening of a file moves the rows of this table away, and removes it.
    db.exec('DROP TABLE audit_unchained');
    const rows = db
      .prepare<[], string>(
        `SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%'
         ORDER BY CASE type WHEN 'table' THEN 1 WHEN 'index' THEN 2 ELSE 3 END, rowid`,
      )
      .pluck()
      .all();
    return [
      functions(),
      'CREATE TABLE tocsin_schema (version BIGINT NOT NULL, gateway BIGINT NOT NULL)',
      `CREATE TABLE tocsin_commits (
        connection TEXT PRIMARY KEY, last BIGINT NOT NULL, at TIMESTAMPTZ NOT NULL DEFAULT now())`,
      `INSERT INTO tocsin_schema (version, gateway) VALUES (${OLDER}, 0)`,
      ...rows.map((sql) => fromSqlite(sql)),
    ];
  } finally {
    db.close();
  }
};

const ALL = `
  SELECT concat_ws(' ', 'column', table_name, column_name, data_type, is_nullable, column_default) AS what
    FROM information_schema.columns WHERE table_schema = 'public'
  UNION ALL SELECT concat_ws(' ', 'index', indexdef) FROM pg_indexes WHERE schemaname = 'public'
  UNION ALL SELECT concat_ws(' ', 'view', viewname, definition) FROM pg_views WHERE schemaname = 'public'
  UNION ALL SELECT concat_ws(' ', 'trigger', pg_get_triggerdef(oid)) FROM pg_trigger WHERE NOT tgisinternal
  ORDER BY what`;

test('a database of an older version gets the schema of a new one, and is told migration by migration', async () => {
  await rowsOf(urlOf(older), ...olderSchema());
  const told: MigrationStep[] = [];
  openDb({ kind: 'postgres', url: urlOf(older) }, false, (step) => told.push(step)).close();
  openDb({ kind: 'postgres', url: urlOf(fresh) }, false).close();
  const [was, is] = await Promise.all(NAMES.map((name) => rowsOf(urlOf(name), ALL)));
  expect(is?.length).toBeGreaterThan(500);
  expect(was).toEqual(is);
  expect(told).toEqual([
    ...Object.keys(namedMigrations)
      .slice(OLDER)
      .map((name, index) => ({
        kind: 'migration',
        number: OLDER + 1 + index,
        last: LAST,
        name,
        octets: undefined,
      })),
    { kind: 'commit' },
  ]);
});
