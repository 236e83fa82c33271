import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { migrations } from '../../../../src/store/schema/migrations.ts';
import { stepsTell } from '../../../../src/store/schema/operation/steps-tell.ts';
import { openForWriting } from '../../../../src/store/sqlite/open.ts';
import { handleAll } from '../../../support/inbound/handle-all.ts';
import { sqliteDescribe, sqliteTest } from '../../../support/store/about-sqlite.ts';
import { inbound, newMessage, T0 } from '../../../support/store/messages.ts';
import { openSqliteStore } from '../../../support/store/sqlite-store.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tocsin-open-'));
  path = join(folder, 'tocsin.db');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const open = () => openSqliteStore(path, new VirtualClock());
const inFile = <T>(work: (db: Database.Database) => T): T => {
  const db = new Database(path);
  try {
    return work(db);
  } finally {
    db.close();
  }
};

describe('a store that is opened', () => {
  test('is created where there was none, and is empty', async () => {
    const store = await open();
    expect(await store.greatestId()).toBe(0);
    expect(await store.counts()).toEqual([]);
    expect(await store.interrupted()).toEqual([]);
    expect(store.failedReason()).toBeUndefined();
    await store.close();
  });

  sqliteTest('has a write-ahead log (journal_mode=WAL)', async () => {
    const store = await open();
    await store.close();
    expect(inFile((db) => db.pragma('journal_mode', { simple: true }))).toBe('wal');
  });

  test('is written by a connection that syncs the log at each commit (synchronous=FULL, not NORMAL or OFF)', async () => {
    const FULL = 2;
    const db = openForWriting(path);
    expect(db.pragma('synchronous', { simple: true })).toBe(FULL);
    db.close();
  });

  test('may be opened twice at the same time, as by `token create` beside a gateway, and both write', async () => {
    const [one, two] = await Promise.all([open(), open()]);
    const first = newMessage();
    const second = newMessage();
    await Promise.all([one.enqueue([first]), two.enqueue([second])]);
    expect(await one.get(second.id)).toBeDefined();
    expect(await two.get(first.id)).toBeDefined();
    await one.close();
    await two.close();
  });

  sqliteTest('of a newer version is refused with that reason, and is not changed', async () => {
    await (await open()).close();
    inFile((db) => db.pragma('user_version = 999'));
    await expect(open()).rejects.toMatchObject({
      code: 'storeUnavailable',
      message: expect.stringMatching(/of a newer version \(schema 999, this program knows \d+\)/),
    });
    expect(inFile((db) => db.pragma('user_version', { simple: true }))).toBe(999);
  });

  sqliteTest.each([
    ['is no database', () => writeFile(path, 'This is a text, and it is longer than a header. '.repeat(40))],
    ['is a folder', () => mkdir(path)],
  ])('that %s is refused with its path', async (_, prepare) => {
    await prepare();
    await expect(open()).rejects.toMatchObject({
      code: 'storeUnavailable',
      message: expect.stringContaining(path),
    });
  });
});

sqliteTest('no SQL trigger of a new store writes an event: each step writes its own', async () => {
  await (await open()).close();
  const triggers = inFile((db) =>
    db.prepare<[], string>("SELECT sql FROM sqlite_schema WHERE type = 'trigger'").pluck().all(),
  );
  expect(triggers.length).toBeGreaterThan(0);
  expect(triggers.filter((sql) => sql.includes('happenings'))).toEqual([]);
});

sqliteDescribe('a store file of an earlier version', () => {
  test('keeps the stored parts of a long message from a phone whose other parts come after the migration', async () => {
    inFile((db) => {
      for (const sql of migrations.slice(0, 2)) db.exec(sql);
      db.pragma('user_version = 2');
      db.exec(`INSERT INTO inbox_parts (route, sender, reference, total, part, at, recipient, text)
        VALUES ('carrier-a', '+33639980001', 7, 2, 1, ${T0}, NULL, 'Eau "haute" ')`);
    });
    const store = await open();
    await store.receive(inbound({ text: 'ici', concat: { reference: 7, total: 2, part: 2 } }), T0);
    const { items } = await store.inbox({ limit: 10, cursor: undefined });
    expect(items.map(({ text }) => text)).toEqual(['Eau "haute" ici']);
    await store.close();
  });
});

sqliteDescribe('a store file of a version in which SQL triggers wrote the events', () => {
  const BEFORE = migrations.indexOf(stepsTell);

  test('has after its migration each new event, and the events that waited before', async () => {
    inFile((db) => {
      for (const sql of migrations.slice(0, BEFORE)) db.exec(sql);
      db.pragma(`user_version = ${BEFORE}`);
      db.exec(`
        INSERT INTO alerts (id, state, draft, created_at, created_by, created_name, updated_at)
        VALUES (1, 'draft', '{"title":"Crue"}', ${T0}, 'a', 'A', ${T0});
        INSERT INTO alert_log (alert_id, at, actor, actor_name, action) VALUES (1, ${T0}, 'a', 'A', 'create');
        INSERT INTO inbox (at, route, sender, text) VALUES (${T0}, 'r', '+33639980001', 'eau')`);
    });
    const store = await open();
    await store.logAlert(1, { at: T0, actor: { id: 'a', name: 'A' }, action: 'submit', detail: undefined });
    await store.receive(inbound({ text: 'feu' }), T0);
    await handleAll(store);
    const told = await store.takeHappenings(10);
    expect(told.map(({ type, data }) => [type, data['title'] ?? data['text']])).toEqual([
      ['alert.created', 'Crue'],
      ['inbox.received', 'eau'],
      ['alert.submitted', 'Crue'],
      // A message that waited for its handling is told once more, now as it was handled.
      ['inbox.received', 'eau'],
      ['inbox.received', 'feu'],
    ]);
    const all = { actor: undefined, action: undefined, subject: 'alert:1', since: undefined };
    const { items } = await store.audit(all, { limit: 10, cursor: undefined });
    expect(items.map(({ action, detail }) => [action, detail])).toEqual([
      ['alert.submit', { state: 'draft' }],
      ['alert.create', { state: 'draft' }],
    ]);
    await store.close();
  });
});

describe('messages that were being sent when the process ended', () => {
  test('are read with their route, their attempt and the parts that were answered', async () => {
    const before = await open();
    const message = newMessage({ lane: 3, parts: 3, priority: 'critical', onUncertain: 'resend' });
    const queued = newMessage({ lane: 3 });
    await before.enqueue([message, queued]);
    const request = { lane: 3, priority: 'critical', route: 'carrier-a', maxParts: 9, now: T0 + 1 } as const;
    const { claimed } = await before.claim(request);
    const key = { messageId: message.id, attempt: 1, part: 2 };
    const outcome = { kind: 'accepted', carrier: 'carrier-a', carrierRef: '17' } as const;
    await before.settle([{ kind: 'accepted', key, route: 'carrier-a', outcome, at: T0 + 2, whole: false }]);
    await before.close();

    const after = await open();
    expect(await after.interrupted()).toEqual([
      { message: claimed[0], route: 'carrier-a', acceptedParts: [2] },
    ]);
    expect(await after.greatestId()).toBe(queued.id);
    await after.close();
  });
});
