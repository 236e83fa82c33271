import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStore } from '../../../../src/store/open-store.ts';
import { openPostgresForWriting } from '../../../../src/store/postgres/open.ts';
import type { Store } from '../../../../src/store/store.ts';
import { dropDatabase, ensureDatabase, urlOf } from '../../../support/postgres/database.ts';
import { accepted, claimedOf, receipt, T0 } from '../../../support/store/messages.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';

const NAME = `followed_${process.pid}`;
let store: Store;
let dump: pg.Client;

beforeAll(async () => {
  await ensureDatabase(NAME, async (url) => openPostgresForWriting({ kind: 'postgres', url }).close());
  store = await openStore({ kind: 'postgres', url: urlOf(NAME) }, new VirtualClock());
  await store.followMessages(['message.failed']);
  dump = new pg.Client({ connectionString: urlOf(NAME) });
  await dump.connect();
  // A pg_dump holds such a lock on every table until its end.
  await dump.query('BEGIN; LOCK TABLE messages IN ACCESS SHARE MODE');
});
afterAll(async () => {
  await dump.end();
  await store.close();
  await dropDatabase(NAME);
});

const deliver = async (ref: string): Promise<void> => {
  const message = await claimedOf(store);
  await store.settle([accepted(message, ref)]);
  await store.record([receipt(ref)], T0 + 10);
};
const taken = async () => (await store.takeHappenings(10)).map(({ type }) => type);

test('the message events that are recorded are changed while a pg_dump reads, and nothing waits for it', async () => {
  await store.followMessages(['message.delivered']);
  await deliver('ref-1');
  expect(await taken()).toEqual(['message.delivered']);
  await store.followMessages([]);
  await deliver('ref-2');
  expect(await taken()).toEqual([]);
});
