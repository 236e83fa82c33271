import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { retentionKinds } from '../../../../src/domain/operation/retention.ts';
import { sweepsOf } from '../../../../src/store/rules/retention/sweeps.ts';
import { migrations } from '../../../../src/store/schema/migrations.ts';
import { type SqliteDb, sqliteDb } from '../../../../src/store/sqlite/sqlite-db.ts';

let db: SqliteDb;
beforeEach(() => {
  db = sqliteDb(new Database(':memory:'));
  for (const migration of migrations) db.exec(migration);
});
afterEach(() => db.close());

test.each(retentionKinds)(
  'the deletion of %s scans no whole table, since other writes wait for it',
  (kind) => {
    const plans: string[] = [];
    // Queries pretend to find rows, so that the statements for what belongs to these rows run as well.
    const asIfThere = {
      all: () => [],
      get: () => ({ recipient: '+33639980001' }),
      run: () => ({ changes: 1 }),
    };
    const explain = (text: string) => {
      const values = Array.from(text.matchAll(/\?/g), () => 1);
      const rows = db.prepare<number[], { detail: string }>(`EXPLAIN QUERY PLAN ${text}`).all(...values);
      plans.push(...rows.map(({ detail }) => detail));
      return asIfThere as unknown as ReturnType<SqliteDb['prepare']>;
    };
    for (const sweep of sweepsOf[kind]) sweep.remove(explain, { before: 2, now: 3 }, [1, 1, 1, 1, 1]);
    expect(plans.length).toBeGreaterThan(0);
    expect(plans.filter((plan) => plan.startsWith('SCAN') && !plan.includes('CONSTANT'))).toEqual([]);
  },
);
