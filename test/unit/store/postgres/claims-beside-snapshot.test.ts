import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPostgresForWriting } from '../../../../src/store/postgres/open.ts';
import type { PostgresDb } from '../../../../src/store/postgres/postgres-db.ts';
import { prepareClaim } from '../../../../src/store/rules/queue/claim.ts';
import { KeptKeys } from '../../../../src/store/rules/queue/kept-keys.ts';
import { KeptLately } from '../../../../src/store/rules/receipts/kept-lately.ts';
import { KnownPhones } from '../../../../src/store/rules/receipts/known-phones.ts';
import { dropDatabase, ensureDatabase, urlOf } from '../../../support/postgres/database.ts';
import { openUnguarded } from '../../../support/postgres/open-unguarded.ts';
import { claimRequest, T0 } from '../../../support/store/messages.ts';

const NAME = `snapshot_${process.pid}`;
const [LANE, OTHER_LANE, GONE, LEFT] = [1, 2, 20_000, 200];
const PER_CLAIM = 50;
/** An open transaction of another program, which keeps every dead entry in the indexes. */
let other: pg.Client;
let db: PostgresDb;

beforeAll(async () => {
  await ensureDatabase(NAME, async (url) => openPostgresForWriting({ kind: 'postgres', url }).close());
  db = openUnguarded(urlOf(NAME));
  db.runPlain(`
    INSERT INTO messages (id, recipient, sender, text, priority, lane, encoding, flash, parts, created_at, due_at,
      valid_until, on_uncertain, owner, state)
    SELECT n, '+3363998' || lpad((n % 10000)::text, 4, '0'), 's', 't', 2,
      CASE WHEN n > ${GONE + LEFT} THEN ${OTHER_LANE} ELSE ${LANE} END, 0, 0, 1, ${T0}, ${T0} + n,
      ${T0 + 1e9}, 0, 'o', 0 FROM generate_series(1, ${GONE + 2 * LEFT}) n`);
  other = new pg.Client({ connectionString: urlOf(NAME) });
  await other.connect();
  await other.query('BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM messages');
  db.runPlain(`UPDATE messages SET state = 1 WHERE id <= ${GONE}`);
});
afterAll(async () => {
  await other.end();
  db.close();
  await dropDatabase(NAME);
});

/** The pages that PostgreSQL reads for a statement. */
const pagesOf = (sql: string, parameters: readonly unknown[]): number => {
  const explain = db.prepare<unknown[], string>(`EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${sql}`).pluck();
  const [{ Plan: plan }] = JSON.parse(explain.get(...parameters) ?? '') as [
    { Plan: { 'Shared Hit Blocks': number; 'Shared Read Blocks': number } },
  ];
  return plan['Shared Hit Blocks'] + plan['Shared Read Blocks'];
};

interface Asked {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/** Prepares claims that note each statement by which they read. */
const notingClaim = (asked: Asked[]): ReturnType<typeof prepareClaim> => {
  const prepare = db.prepare.bind(db);
  const noting = (sql: string) => {
    const statement = prepare<unknown[]>(sql);
    const { get, all } = statement;
    const note =
      <R>(read: (...parameters: unknown[]) => R) =>
      (...parameters: unknown[]): R => {
        if (sql.startsWith('SELECT')) asked.push({ sql, parameters });
        return read.apply(statement, parameters);
      };
    return Object.assign(statement, { get: note(get), all: note(all) });
  };
  Object.assign(db, { prepare: noting });
  const claim = prepareClaim(db, {
    kept: new KeptKeys(),
    phones: new KnownPhones(),
    lately: new KeptLately(),
  });
  Object.assign(db, { prepare });
  return claim;
};

const NOW = T0 + GONE + LEFT + 2000;

test('while a transaction is held open, a claim does not read past all messages that have left the queue', () => {
  const asked: Asked[] = [];
  const claim = notingClaim(asked);
  const claimAt = (now: number) => {
    const { claimed } = claim(claimRequest(LANE, { now, maxParts: PER_CLAIM }));
    const pages = asked.splice(0).reduce((sum, { sql, parameters }) => sum + pagesOf(sql, parameters), 0);
    return { first: Number(claimed[0]?.id), pages };
  };
  const first = claimAt(NOW);
  expect(first.first).toBe(GONE + 1);
  // Else the test shows nothing.
  expect(first.pages).toBeGreaterThan(500);
  const second = claimAt(NOW + 10);
  expect(second.first).toBe(GONE + PER_CLAIM + 1);
  expect(second.pages).toBeLessThan(100);
});

test('the claim that takes the last messages of a class overlooks none that came back with an earlier time', () => {
  const claim = prepareClaim(db, {
    kept: new KeptKeys(),
    phones: new KnownPhones(),
    lately: new KeptLately(),
  });
  const idsAt = (now: number, maxParts: number) =>
    claim(claimRequest(OTHER_LANE, { now, maxParts })).claimed.map(({ id }) => Number(id));
  const [taken] = idsAt(NOW, 10);
  db.runPlain(`UPDATE messages SET state = 0, due_at = ${T0} WHERE id = ${taken}`);
  const rest = idsAt(NOW + 10, 1000);
  expect(rest[0]).toBe(taken);
  expect(rest).toHaveLength(LEFT - 10 + 1);
});
