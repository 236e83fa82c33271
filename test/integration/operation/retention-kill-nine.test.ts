import { statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { idAt } from '../../../src/domain/messages/message-id.ts';
import { Smsc } from '../../../src/sim/smsc/smsc.ts';
import { GatewayFile } from '../../support/gateway/gateway-file.ts';
import type { ApiClient } from '../../support/http/api-client.ts';
import { UNCHAINED } from '../../support/store/chain.ts';

const OLD = 20_000;
const DAY_MS = 86_400_000;

let smsc: Smsc;
let file: GatewayFile;

beforeEach(async () => {
  smsc = await Smsc.start();
  file = await GatewayFile.make(
    `  - { id: carrier-a, type: smpp, host: 127.0.0.1, port: ${smsc.port}, systemId: tocsin, reconnect: { min: 20ms, max: 200ms } }`,
  );
});

afterEach(async () => {
  await file.remove();
  await smsc.close();
});

const inStore = <T>(use: (db: Database.Database) => T): T => {
  const db = new Database(file.store);
  try {
    return use(db);
  } finally {
    db.close();
  }
};

/** Stores messages that are 500 days old, each with a part and a timeline entry, and one that is still queued. */
const fill = (): void =>
  inStore((db) => {
    const at = Date.now() - 500 * DAY_MS;
    db.exec(`
      INSERT INTO messages (id, recipient, text, state, priority, lane, encoding, flash, parts, created_at, due_at,
                            valid_until, on_uncertain, owner, final_at)
      WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ${OLD})
      SELECT ${idAt(at)} + i, '+33639980001', 'old', CASE i WHEN 0 THEN 2 ELSE 3 END, 0, 1, 0, 0, 1, ${at}, ${at},
             ${Date.now() + DAY_MS}, 0, 't', CASE i WHEN 0 THEN NULL ELSE ${at} END FROM n;
      INSERT INTO parts (message_id, attempt, part, route, carrier, carrier_ref, accepted_at)
      SELECT id, 1, 1, 'carrier-a', 'carrier-a', 'old' || id, ${at} FROM messages;
      INSERT INTO events (message_id, at, from_state, to_state, attempt) SELECT id, ${at}, 1, 2, 1 FROM messages;
      INSERT INTO audit (at, actor, actor_name, action, subject, detail, ${UNCHAINED.columns}) VALUES (${Date.now()}, 'a', 'a', 'a', 'a', '{}', ${UNCHAINED.values});`);
  });

const oldLeft = (): number =>
  inStore((db) => Number(db.prepare("SELECT count(*) FROM messages WHERE text = 'old'").pluck().get()));

/** Ids of which the message, the part or the event is missing. */
const halves = (): readonly unknown[] =>
  inStore((db) =>
    db
      .prepare(
        `SELECT id FROM (SELECT id FROM messages WHERE text = 'old' UNION ALL SELECT message_id FROM parts
           WHERE carrier_ref LIKE 'old%' UNION ALL SELECT message_id FROM events WHERE from_state = 1 AND route IS NULL)
         GROUP BY id HAVING count(*) <> 3`,
      )
      .pluck()
      .all(),
  );

const begin = async (api: ApiClient): Promise<void> => {
  expect((await api.request('POST', '/v1/retention/run')).status).toBe(202);
};
const untilLeft = (api: ApiClient, atMost: number): Promise<number> =>
  api.until(
    async () => oldLeft(),
    (left) => left <= atMost,
  );

test('after a kill -9 during the nightly deletion no row is left without its parts, the deletion goes on, and no message is delayed', {
  timeout: 120_000,
}, async () => {
  fill();
  const first = await file.start();
  await begin(first);
  const left = await untilLeft(first, OLD - 1000);
  await file.kill();
  expect(left).toBeGreaterThan(OLD / 2);
  expect(halves()).toEqual([]);

  const second = await file.start();
  await begin(second);
  await untilLeft(second, oldLeft() - 500);
  const { id } = await second.send({ to: '+33639980002', text: 'Crue', priority: 'critical' });
  await second.until(
    () => second.message(id),
    ({ state }) => state === 'delivered',
  );
  expect(oldLeft()).toBeGreaterThan(1000);
  await untilLeft(second, 1);
  expect(halves()).toEqual([]);
  // A message that is not final is kept at any age.
  expect(inStore((db) => db.prepare("SELECT state FROM messages WHERE text = 'old'").pluck().all())).toEqual([
    2,
  ]);
  expect(statSync(`${file.store}-wal`).size).toBeLessThan(64 * 1024 * 1024);
});
