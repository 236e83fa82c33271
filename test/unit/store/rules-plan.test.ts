import { expect, test } from 'vitest';
import { openForWriting } from '../../../src/store/sqlite/open.ts';
import type { SqliteDb } from '../../../src/store/sqlite/sqlite-db.ts';
import { statementsOfRules } from '../../support/store/statements-of-rules.ts';

/** A step that reads all of a table which grows with each message, by its name or by the names it has in joins. */
const READS_ALL =
  /^SCAN (messages|m|parts|p|events|unanswered|unmatched_receipts|unmatched_refs|messages_to)\b(?! USING (COVERING )?INDEX messages_sending)/;

const stepsOf = (db: SqliteDb, sql: string): readonly string[] => {
  const bare = sql.replace(/'(?:[^']|'')*'|--[^\n]*/g, '');
  const names = [...bare.matchAll(/[:@](\w+)/g)].map(([, name]) => name);
  const places = bare.split('?').length - 1;
  const parameters =
    names.length > 0 ? [Object.fromEntries(names.map((name) => [name, null]))] : Array(places).fill(null);
  const steps = db.prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`).all(...parameters);
  return steps.map(({ detail }) => detail);
};

test('no rule reads all messages, parts, events or receipts: each finds its rows by an index', () => {
  const db = openForWriting(':memory:');
  const all = statementsOfRules(db);
  // The references of the last messages are read once, at the start, and no more than 20,000 of them.
  const statements = all.filter((sql) => !/ORDER BY id DESC LIMIT 20000/.test(sql));
  const readsAll = statements.flatMap((sql) =>
    stepsOf(db, sql)
      .filter((step) => READS_ALL.test(step))
      .map((step) => `${step}: ${sql}`),
  );
  db.close();
  expect(all.length).toBeGreaterThan(400);
  expect(readsAll).toEqual([]);
});
