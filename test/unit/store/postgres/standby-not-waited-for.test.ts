import pg from 'pg';
import { expect, test } from 'vitest';
import { openStore } from '../../../../src/store/open-store.ts';
import { KeptServer } from '../../../support/postgres/kept-server.ts';
import { freshLane, newMessage } from '../../../support/store/messages.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';

const WAITS_FOR_STANDBY =
  "SELECT pid, query_start::text AS since FROM pg_stat_activity WHERE wait_event = 'SyncRep' AND application_name = 'tocsin'";

test('a commit whose wait for a standby an administrator cancels counts only once the standby has it', async () => {
  await using open = new AsyncDisposableStack();
  const server = open.use(await KeptServer.start());
  const admin = new pg.Client({ connectionString: server.url });
  await admin.connect();
  open.defer(() => admin.end());
  const setStandbys = async (names: string): Promise<void> => {
    await admin.query(`ALTER SYSTEM SET synchronous_standby_names = '${names}'`);
    await admin.query('SELECT pg_reload_conf()');
  };
  let isAccepted = false;
  let last = '';
  /** The process of the next commit that waits for a standby; undefined: the message was accepted before. */
  const waiting = async (): Promise<number | undefined> => {
    while (!isAccepted) {
      const [row] = (await admin.query<{ pid: number; since: string }>(WAITS_FOR_STANDBY)).rows;
      if (row === undefined || row.since === last) continue;
      last = row.since;
      return row.pid;
    }
    return undefined;
  };
  await admin.query('SET synchronous_commit = local');
  await admin.query('CREATE DATABASE tocsin');
  const url = new URL(server.url);
  url.pathname = '/tocsin';
  const clock = new VirtualClock();
  const store = await openStore({ kind: 'postgres', url: url.href, isSole: true }, clock);
  open.defer(() => store.close());
  const enqueue = () => {
    const message = newMessage({ lane: freshLane() });
    isAccepted = false;
    const accepted = store.enqueue([message]).then(() => {
      isAccepted = true;
    });
    return { message, accepted };
  };
  await setStandbys('nobody');
  let { message, accepted } = enqueue();
  let pid = await waiting();
  // The server takes up its settings a moment after it was told to.
  while (pid === undefined) {
    ({ message, accepted } = enqueue());
    pid = await waiting();
  }
  for (let cancelled = 0; cancelled < 3; cancelled++) {
    await admin.query('SELECT pg_cancel_backend($1)', [pid]);
    pid = await waiting();
  }
  expect(isAccepted).toBe(false);
  expect(store.failedReason()).toBeUndefined();
  // Nothing has failed, but a message that is sent now is not answered either.
  await clock.advance(20_000);
  expect(store.failedReason()).toContain('the store has not answered for 20 s');
  await setStandbys('');
  await accepted;
  expect(store.failedReason()).toBeUndefined();
  expect(await store.get(message.id)).toMatchObject({ state: 'queued' });
});

test('the session of a node whose commit waits for a standby can be ended, with its locks, so that the node can come back', async () => {
  await using open = new AsyncDisposableStack();
  const server = open.use(await KeptServer.start());
  const admin = new pg.Client({ connectionString: server.url });
  await admin.connect();
  open.defer(() => admin.end());
  const set = async (setting: string): Promise<void> => {
    await admin.query(`ALTER SYSTEM SET ${setting}`);
    await admin.query('SELECT pg_reload_conf()');
  };
  await admin.query('SET synchronous_commit = local');
  await admin.query('CREATE DATABASE tocsin');
  const url = new URL(server.url);
  url.pathname = '/tocsin';
  const store = await openStore({ kind: 'postgres', url: url.href, node: 'a' }, new VirtualClock());
  const stored: Promise<unknown>[] = [];
  open.defer(async () => {
    await set("synchronous_standby_names = ''");
    await Promise.allSettled(stored);
    await store.close();
  });
  await set("synchronous_standby_names = 'nobody'");
  let pid: number | undefined;
  while (pid === undefined) {
    stored.push(store.enqueue([newMessage({ lane: freshLane() })]).catch(() => undefined));
    pid = (await admin.query<{ pid: number }>(WAITS_FOR_STANDBY)).rows[0]?.pid;
  }
  const ended = await admin.query<{ is: boolean }>('SELECT pg_terminate_backend($1, 20000) AS is', [pid]);
  expect(ended.rows).toEqual([{ is: true }]);
  // Another process with the node's name may begin at once, as a supervisor starts it.
  await set("synchronous_standby_names = ''");
  await Promise.allSettled(stored);
  await store.close();
  const again = await openStore({ kind: 'postgres', url: url.href, node: 'a' }, new VirtualClock());
  await again.close();
});
