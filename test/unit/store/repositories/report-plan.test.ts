import {
  type CompiledQuery,
  DummyDriver,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import { expect, test } from 'vitest';
import type { Msisdn } from '../../../../src/domain/messages/msisdn.ts';
import { reportRepository } from '../../../../src/store/queries/alerts/alert-report.ts';
import { openForWriting } from '../../../../src/store/sqlite/open.ts';
import type { Tables } from '../../../../src/store/tables/tables.ts';

test('the after-action report looks up the people of a list by number in an index, and does not read all recipients of the alert', async () => {
  const queries: CompiledQuery[] = [];
  const db = new Kysely<Tables>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (one) => new SqliteIntrospector(one),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
    log: ({ query }) => {
      queries.push(query);
    },
  });
  await reportRepository(db).countAmong(1, ['+33639980001' as Msisdn]);
  const [{ sql, parameters } = { sql: '', parameters: [] }] = queries;
  const sqlite = openForWriting(':memory:');
  try {
    const steps = sqlite.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...parameters) as { detail: string }[];
    const recipients = steps.map(({ detail }) => detail).filter((detail) => / r /.test(detail));
    expect(recipients).toEqual([expect.stringMatching(/^SEARCH r .*number=\?/)]);
  } finally {
    sqlite.close();
  }
});
