import { existsSync, readFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { formatMessageId } from '../../../src/domain/messages/message-id.ts';
import { stateCode } from '../../../src/domain/messages/state.ts';
import { spellingsOf } from '../../../src/intake/normalise-number.ts';
import type { Db } from '../../../src/store/db.ts';
import { erasureColumns } from '../../../src/store/erasure/erasure-columns.ts';
import { numberAt } from '../../support/people/people.ts';
import { sqliteTest } from '../../support/store/about-sqlite.ts';
import { type Column, columnsOf, openBehind } from '../../support/store/behind-the-store.ts';
import { inbound, newMessage, T0 } from '../../support/store/messages.ts';
import { StoreOnDisk } from '../../support/store/store-on-disk.ts';

const WHO = numberAt(77);
const MESSAGE = newMessage({ to: WHO });
const PHONE = `phone:${WHO}`;

let disk: StoreOnDisk;
beforeEach(async () => {
  disk = await StoreOnDisk.open();
});
afterEach(() => disk.remove());

const beside = <T>(work: (db: Db) => T): T => {
  using db = openBehind(disk.path);
  return work(db);
};

const marker = ({ table, name }: Pick<Column, 'table' | 'name'>): string =>
  `only of this person: ${table}.${name}`;

/** What makes a row one of this person, beside the number itself, and the shapes that the gateway gives to its columns. */
const SHAPES: Readonly<Record<string, string | number | Buffer>> = {
  'message_blocks.until_id': MESSAGE.id,
  'messages_to.until_id': MESSAGE.id,
  'messages_to.message_id': MESSAGE.id,
  'messages.id': MESSAGE.id,
  'messages.state': stateCode('delivered'),
  'messages.final_at': T0,
  'messages.alert': 1,
  'messages.owner': PHONE,
  'parts.message_id': MESSAGE.id,
  'events.message_id': MESSAGE.id,
  'idempotency.message_id': MESSAGE.id,
  'unmatched_refs.receipt_id': 1,
  'unmatched_receipts.id': 1,
  'lists.id': 1,
  'list_members.list_id': 1,
  'list_members.consent_at': 0,
  'alert_recipients.contact_id': 1,
  'alert_waves.done': 1,
  'alerts.id': 1,
  'alerts.draft': '{}',
  'alerts.created_by': PHONE,
  'alerts.created_name': `SMS from ${WHO}`,
  'alerts.submitted_by': PHONE,
  'alerts.submitted_name': `SMS from ${WHO}`,
  'alerts.launched_by': PHONE,
  'alerts.launched_name': `SMS from ${WHO}`,
  'alert_log.actor': PHONE,
  'alert_log.detail': `asked by ${WHO}, only of this person: alert_log.detail`,
  'audit.actor': PHONE,
  'audit.subject': `number:${WHO}`,
  'audit.detail': JSON.stringify({ to: WHO, name: 'only of this person: audit.detail' }),
  'contacts.lat': 48.00001,
  'contacts.lon': -1.00001,
  'bin.definition': JSON.stringify({
    field: 'number',
    op: 'eq',
    value: WHO,
    note: 'only of this person: bin.definition',
  }),
  'drills.definition': JSON.stringify({ numbers: [WHO] }),
  'rosters.definition': JSON.stringify({
    people: [{ name: 'only of this person: rosters.definition', phone: WHO, language: 'fr' }],
    shifts: [{ kind: 'weekly', who: ['only of this person: rosters.definition'] }],
    exceptions: [],
    imported: [],
    fallback: [],
    aliases: {},
  }),
  'happenings.type': 'inbox.received',
  'happenings.data': JSON.stringify({ from: WHO, text: 'only of this person: happenings.data' }),
  'webhook_deliveries.data': JSON.stringify({
    from: WHO,
    text: 'only of this person: webhook_deliveries.data',
  }),
  'idempotency.created_at': MESSAGE.createdAt,
  'messages.created_at': MESSAGE.createdAt,
  'idempotent_answers.key': `${WHO}, only of this person: idempotent_answers.key`,
  'idempotent_answers.body': JSON.stringify({
    number: WHO,
    name: 'only of this person: idempotent_answers.body',
  }),
  'cases.id': 1,
  'case_log.case_id': 1,
  'case_log.actor': PHONE,
  // The inbox row that an answer names is the first one.
  'alert_answers.inbox_id': 1,
};

const OTHERWISE: Readonly<Record<string, string | number | Buffer>> = {
  INTEGER: 0,
  REAL: 0,
  TEXT: '',
  BLOB: Buffer.alloc(0),
};

const filled = (column: Column): string | number | Buffer | null => {
  const shape = SHAPES[`${column.table}.${column.name}`];
  if (shape !== undefined) return shape;
  const { [column.name]: what } = erasureColumns[column.table] ?? {};
  if (what === 'number') return WHO;
  if (what === 'personal') return marker(column);
  return column.required === 1 ? (OTHERWISE[column.type] ?? null) : null;
};

/** Tables that are not about people, but that rows about people need. */
const BESIDE: ReadonlySet<string> = new Set(['lists', 'message_blocks']);

/** A row in each table that is about people, with the person in every column that is erased. */
const fill = (db: Db, { optOuts }: { readonly optOuts: boolean }): void => {
  const byTable = Map.groupBy(columnsOf(db), ({ table }) => table);
  for (const [table, columns] of byTable) {
    const isPersonal = Object.values(erasureColumns[table] ?? {}).some(
      (one) => typeof one === 'string' && one !== 'impersonal',
    );
    if (table === 'opt_outs' ? !optOuts : !isPersonal && !BESIDE.has(table)) continue;
    // A trigger keeps it, with the part.
    if (table === 'inbox_sets') continue;
    const row = columns.filter((column) => filled(column) !== null);
    db.prepare(
      `INSERT INTO ${table} (${row.map(({ name }) => name).join(', ')}) VALUES (${row.map(() => '?').join(', ')})`,
    ).run(...row.map((column) => (table === 'opt_outs' && column.name === 'number' ? WHO : filled(column))));
  }
};

/** The octets of the file, once all that is in its write-ahead log has gone into it. */
const octets = (): string => {
  const db = new Database(disk.path);
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
  const wal = `${disk.path}-wal`;
  return readFileSync(disk.path, 'latin1') + (existsSync(wal) ? readFileSync(wal, 'latin1') : '');
};

/** The columns in which some of these texts stands. */
const columnsWith = (...texts: readonly string[]): readonly string[] =>
  beside((db) =>
    columnsOf(db).flatMap(({ table, name }) => {
      const values = db.prepare(`SELECT "${name}" FROM "${table}"`).pluck().all();
      return values.some((value) => texts.some((text) => String(value).includes(text)))
        ? [`${table}.${name}`]
        : [];
    }),
  );

const erase = () => disk.store.persons.erase(WHO, 'erased-1', spellingsOf(WHO, 'FR'));

test('every column of the newest schema is classified as personal or not, and no column that was removed is', () => {
  const columns = beside(columnsOf).map(({ table, name }) => `${table}.${name}`);
  const classified = Object.entries(erasureColumns).flatMap(([table, its]) =>
    Object.keys(its).map((name) => `${table}.${name}`),
  );
  const unclassified = columns.filter((one) => !classified.includes(one));
  expect(unclassified, 'not classified in src/store/erasure/erasure-columns.ts').toEqual([]);
  expect(
    classified.filter((one) => !columns.includes(one)),
    'classified, but not in the schema',
  ).toEqual([]);
});

describe('a person who stands in every column that is erased', () => {
  test('is found in each of these columns before the erasure', () => {
    beside((db) => fill(db, { optOuts: true }));
    const erased = Object.entries(erasureColumns).flatMap(([table, its]) =>
      Object.entries(its)
        .filter(([, what]) => what === 'number' || what === 'personal')
        .map(([name]) => `${table}.${name}`),
    );
    const figures = [
      'alert_recipients.contact_id',
      'contacts.lat',
      'contacts.lon',
      'list_members.consent_at',
    ];
    const found = columnsWith(WHO, 'only of this person');
    expect(erased.filter((one) => !found.includes(one))).toEqual(figures);
  });

  test('is in no column after the erasure', async () => {
    beside((db) => fill(db, { optOuts: false }));
    expect(columnsWith(WHO)).not.toEqual([]);
    expect(await erase()).toMatchObject({ kind: 'erased' });
    expect(columnsWith(WHO.slice(1), 'only of this person')).toEqual([]);
  });

  sqliteTest('is nowhere in the file after the erasure, not even in its free pages', async () => {
    beside((db) => fill(db, { optOuts: false }));
    expect(octets().includes(WHO)).toBe(true);
    await erase();
    const left = octets();
    expect([...left.matchAll(/only of this person: [a-z_.]+/g)].map(([text]) => text)).toEqual([]);
    expect(left.includes(WHO.slice(1))).toBe(false);
  });

  test('leaves only the number of an opt-out', async () => {
    beside((db) => fill(db, { optOuts: true }));
    await erase();
    expect(columnsWith(WHO.slice(1), 'only of this person')).toEqual(['opt_outs.number']);
  });

  sqliteTest('leaves in the file only the number of an opt-out', async () => {
    beside((db) => fill(db, { optOuts: true }));
    await erase();
    expect(octets().includes('only of this person')).toBe(false);
  });
});

test('a webhook delivery about a message of an erased person loses the reference of the message', async () => {
  const message = newMessage({ to: WHO, reference: 'the file of Alice Martin' });
  await disk.store.enqueue([message]);
  await disk.store.cancel(message.id, T0);
  const data = JSON.stringify({
    id: formatMessageId(message.id),
    state: 'cancelled',
    reference: message.reference,
  });
  disk.fill(`INSERT INTO webhook_deliveries (webhook_id, type, at, data, since, due_at)
             VALUES (1, 'message.cancelled', 0, '${data}', 0, 0)`);
  await erase();
  const told = beside((db) => db.prepare('SELECT data FROM webhook_deliveries').pluck().get());
  expect(JSON.parse(String(told))).toEqual({
    id: formatMessageId(message.id),
    state: 'cancelled',
    reference: null,
  });
});

describe('a message that a modem brings with its PDU as its fingerprint', () => {
  // SMS-DELIVER from +33639980077, "Coucou" (TS 23.040 9.2.2.1).
  const PDU = '00040B913336998077F70000621001000000000643F7D8FD7E03';
  const message = inbound({ from: WHO, text: 'Coucou', fingerprint: PDU });

  test('leaves no PDU in the store, and is recognised when it comes again', async () => {
    await disk.store.receive(message, T0);
    expect(columnsWith(PDU)).toEqual([]);
    await disk.store.receive(message, T0 + 1);
    expect((await disk.store.inbox({ limit: 10, cursor: undefined })).items).toHaveLength(1);
  });

  sqliteTest(
    'is recognised after an update from a version that kept the PDU, which is gone then',
    async () => {
      await disk.store.receive(message, T0);
      beside((db) => db.prepare('UPDATE inbound_seen SET fingerprint = ?').run(PDU));
      const store = await disk.reopen();
      expect(columnsWith(PDU)).toEqual([]);
      await store.receive(message, T0 + 1);
      expect((await store.inbox({ limit: 10, cursor: undefined })).items).toHaveLength(1);
    },
  );
});

test('a request with the idempotency key of an erased message is refused, and sends nothing again', async () => {
  const key = { owner: 't1', key: 'k1', digest: 'what was asked' };
  await disk.store.enqueueOnce(key, MESSAGE);
  await disk.store.cancel(MESSAGE.id, T0);
  await erase();
  expect(columnsWith('what was asked')).toEqual([]);
  expect(await disk.store.enqueueOnce(key, newMessage({ to: WHO }))).toEqual({ kind: 'conflict' });
});
