import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { openStore } from '../../../../src/store/open-store.ts';
import { openPostgresForWriting } from '../../../../src/store/postgres/open.ts';
import type { Store } from '../../../../src/store/store.ts';
import { dropDatabase, ensureDatabase, urlOf } from '../../../support/postgres/database.ts';
import { Pooler } from '../../../support/postgres/pooler.ts';
import { freshLane, newMessage } from '../../../support/store/messages.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';

const NAME = `pooler_${process.pid}`;

let pooler: Pooler;
let store: Store;

const open = (): Promise<Store> =>
  openStore({ kind: 'postgres', url: pooler.url, isSole: true }, new VirtualClock());
const enqueue = (): Promise<unknown> => store.enqueue([newMessage({ lane: freshLane() })]);

beforeAll(() =>
  ensureDatabase(NAME, async (url) => openPostgresForWriting({ kind: 'postgres', url }).close()),
);
afterAll(() => dropDatabase(NAME));
beforeEach(async () => {
  pooler = await Pooler.open(urlOf(NAME));
  store = await open();
});
afterEach(async () => {
  await store.close();
  await pooler[Symbol.asyncDispose]();
});

test('a gateway does not start on a session that has the locks of another one', async () => {
  await enqueue();
  pooler.swapNext();
  await expect(open()).rejects.toThrow('the session of another client answers: a pooler');
});

test('a gateway that goes on with another session than that of its locks writes nothing, and ends', async () => {
  await enqueue();
  pooler.swap();
  await expect(enqueue()).rejects.toMatchObject({ code: 'storeUnavailable' });
  expect(await store.broken).toContain('another session answers than the one with the locks of this gateway');
});

test('a gateway without a name writes nothing once another one has had the database', async () => {
  await enqueue();
  const client = new pg.Client({ connectionString: urlOf(NAME) });
  await client.connect();
  await client.query('UPDATE tocsin_schema SET gateway = gateway + 1');
  await client.end();
  await expect(enqueue()).rejects.toMatchObject({ code: 'storeUnavailable' });
  expect(await store.broken).toContain('another gateway has had the database meanwhile');
});
