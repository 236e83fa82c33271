import { sql } from 'kysely';
import type { MessageId } from '../../../domain/messages/message-id.ts';
import type { Msisdn } from '../../../domain/messages/msisdn.ts';
import { stateOf } from '../../../domain/messages/state.ts';
import type { AlertTest, AlertTestRepository, TestMessage } from '../../../domain/operation/alert-test.ts';
import type { Queries } from '../../tables/tables.ts';
import { cutPage, idBefore } from '../paging.ts';

const messagesOf = async (
  db: Queries,
  tests: readonly number[],
): Promise<ReadonlyMap<number, readonly TestMessage[]>> => {
  if (tests.length === 0) return new Map();
  const rows = await db
    .selectFrom('alert_test_messages as t')
    .leftJoin('messages as m', 'm.id', 't.message_id')
    .selectAll('t')
    .select([
      'm.id',
      'm.state',
      'm.reason as why',
      'm.text',
      'm.parts',
      'm.route',
      'm.created_at',
      'm.final_at',
    ])
    .where('t.test_id', 'in', tests)
    .orderBy('t.test_id')
    .orderBy('t.place')
    .execute();
  const read = rows.map((row) => ({
    test: row.test_id,
    message: {
      number: row.number,
      onlyRoute: row.only_route ?? undefined,
      language: row.language,
      short: row.short === 1,
      reason: row.reason ?? undefined,
      message:
        row.id === null || row.state === null
          ? undefined
          : {
              id: row.id as MessageId,
              state: stateOf(row.state),
              reason: row.why ?? undefined,
              text: row.text ?? '',
              parts: row.parts ?? 0,
              route: row.route ?? undefined,
              createdAt: row.created_at ?? 0,
              deliveredAt: stateOf(row.state) === 'delivered' ? (row.final_at ?? undefined) : undefined,
            },
    },
  }));
  return new Map(
    [...Map.groupBy(read, ({ test }) => test)].map(([test, some]) => [
      test,
      some.map(({ message }) => message),
    ]),
  );
};

const selectTests = (db: Queries, alert: number) =>
  db.selectFrom('alert_tests').selectAll().where('alert_id', '=', alert);

const withMessages = async (
  db: Queries,
  rows: Awaited<ReturnType<ReturnType<typeof selectTests>['execute']>>,
): Promise<readonly AlertTest[]> => {
  const messages = await messagesOf(
    db,
    rows.map(({ id }) => id),
  );
  return rows.map(({ id, alert_id: alert, at, by_id, by_name, hash }) => ({
    id,
    alert,
    at,
    by: { id: by_id, name: by_name },
    hash,
    messages: messages.get(id) ?? [],
  }));
};

/** The repository of tests of alerts, without what the writer does. */
export const alertTestQueries = (db: Queries): Omit<AlertTestRepository, 'begin'> => ({
  get: async (alert, test) => {
    const rows = await selectTests(db, alert).where('id', '=', test).execute();
    return (await withMessages(db, rows))[0];
  },
  list: async (alert, page) => {
    const rows = await selectTests(db, alert)
      .where('id', '<', idBefore(page))
      .orderBy('id', 'desc')
      .limit(page.limit + 1)
      .execute();
    return cutPage(await withMessages(db, rows), page, ({ id }) => String(id));
  },
  numbersOfOurs: async () => {
    const { rows } = await sql<{ number: Msisdn }>`
      SELECT n.value AS number FROM drills d, json_each(json_extract(d.definition, '$.numbers')) n
      UNION SELECT phone FROM users WHERE phone IS NOT NULL AND disabled_at IS NULL
      ORDER BY 1`.execute(db);
    return new Set(rows.map(({ number }) => number));
  },
});
