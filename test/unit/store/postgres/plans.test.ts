import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Wave } from '../../../../src/domain/alerts/alert.ts';
import { stateCode } from '../../../../src/domain/messages/state.ts';
import { openPostgresForWriting } from '../../../../src/store/postgres/open.ts';
import type { PostgresDb } from '../../../../src/store/postgres/postgres-db.ts';
import { peopleBefore } from '../../../../src/store/queries/alerts/alert-people.ts';
import type { Queries } from '../../../../src/store/tables/tables.ts';
import { dropDatabase, ensureDatabase, urlOf } from '../../../support/postgres/database.ts';
import { openUnguarded } from '../../../support/postgres/open-unguarded.ts';
import { queriesOf } from '../../../support/store/query-plan.ts';
import { statementsOfRules } from '../../../support/store/statements-of-rules.ts';

const NAME = `plans_${process.pid}`;
const PEOPLE = 1500;

let db: PostgresDb;

beforeAll(async () => {
  await ensureDatabase(NAME, async (url) => openPostgresForWriting({ kind: 'postgres', url }).close());
  db = openUnguarded(urlOf(NAME));
  // As after an alert that is the first one on its database: PostgreSQL knows nothing of the tables yet.
  db.runPlain('ALTER TABLE alert_recipients SET (autovacuum_enabled = off)');
  db.runPlain('ALTER TABLE messages SET (autovacuum_enabled = off)');
  for (const wave of [1, 2]) {
    db.runPlain(`
      INSERT INTO messages (id, recipient, sender, text, priority, lane, encoding, flash, parts, created_at, due_at,
        valid_until, on_uncertain, owner, state, alert, wave)
      SELECT ${wave} * 100000 + n, '+3363998' || lpad(n::text, 4, '0'), 's', 't', 1, 1, 0, 0, 1, 0, 0, 1, 0, 'o',
        ${stateCode('failed')}, 1, ${wave} FROM generate_series(0, ${PEOPLE - 1}) n`);
    db.runPlain(`
      INSERT INTO alert_recipients (alert_id, number, wave, message_id)
      SELECT alert, recipient, wave, id FROM messages WHERE wave = ${wave}`);
  }
});
afterAll(async () => {
  db.close();
  await dropDatabase(NAME);
});

interface Step {
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Join Filter'?: number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly Step[];
}

/** How many rows a step has read or thrown away, with all that it is made of. */
const rowsOf = (step: Step): number =>
  step['Actual Loops'] * (step['Actual Rows'] + (step['Rows Removed by Filter'] ?? 0)) +
  (step['Rows Removed by Join Filter'] ?? 0) +
  (step.Plans ?? []).reduce((sum, one) => sum + rowsOf(one), 0);

const rowsReadBy = async (ask: (queries: Queries) => Promise<unknown>): Promise<number> => {
  let sum = 0;
  for (const { sql, parameters } of await queriesOf(ask)) {
    const explain = db.prepare<unknown[], string>(`EXPLAIN (ANALYZE, FORMAT JSON) ${sql}`).pluck();
    const [{ Plan: plan }] = JSON.parse(explain.get(...parameters) ?? '') as [{ Plan: Step }];
    sum += rowsOf(plan);
  }
  return sum;
};

test('people who have no message of an update yet are found by a few rows each, also in an alert that has just filled its tables', async () => {
  const wave = { alert: 1, wave: 2, mark: 1e9 } as unknown as Wave;
  expect(await rowsReadBy((queries) => peopleBefore(queries, wave, '', 500))).toBeLessThan(40 * PEOPLE);
});

test('answers and receipts are written without a look at other messages, while PostgreSQL knows nothing of the tables', () => {
  db.runPlain(`UPDATE messages SET state = id % 2 + 1, attempt = 1 WHERE id < 200000`);
  const said = [100_001, 100_002, 200_003].map((id) => ({ id, carrier: 'a', ref: `r${id}`, evidence: 'e' }));
  const receipts = JSON.stringify(said);
  const statements = statementsOfRules(db).filter((sql) => /UPDATE messages[\s\S]*\bsaid\b/.test(sql));
  expect(statements).toHaveLength(2);
  for (const sql of statements) {
    const explain = db.prepare<unknown[], string>(`EXPLAIN (ANALYZE, FORMAT JSON) ${sql}`).pluck();
    const parameters = [{ at: 1, receipts, answers: receipts }];
    const [{ Plan: plan }] = JSON.parse(explain.get(...parameters) ?? '') as [{ Plan: Step }];
    expect(rowsOf(plan)).toBeLessThan(30);
  }
});

test('a claim marks its messages without a look at the others, also while PostgreSQL knows nothing of the tables', () => {
  const ids = JSON.stringify([100_001, 100_002, 200_003]);
  const mark =
    'UPDATE messages SET claimed_at = 1 WHERE id IN (SELECT CAST(value AS BIGINT) FROM json_each(?))';
  const explain = db.prepare<[string], string>(`EXPLAIN (ANALYZE, FORMAT JSON) ${mark}`).pluck();
  const [{ Plan: plan }] = JSON.parse(explain.get(ids) ?? '') as [{ Plan: Step }];
  expect(rowsOf(plan)).toBeLessThan(20);
});
