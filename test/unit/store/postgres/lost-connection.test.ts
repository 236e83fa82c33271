import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { MessageId } from '../../../../src/domain/messages/message-id.ts';
import { openStore } from '../../../../src/store/open-store.ts';
import { openPostgresForWriting } from '../../../../src/store/postgres/open.ts';
import type { Store } from '../../../../src/store/store.ts';
import { dropDatabase, ensureDatabase, urlOf } from '../../../support/postgres/database.ts';
import { PostgresProxy } from '../../../support/postgres/proxy.ts';
import { claimRequest, freshLane, newMessage } from '../../../support/store/messages.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';

const NAME = `lost_${process.pid}`;

let proxy: PostgresProxy;
let store: Store;

beforeAll(() =>
  ensureDatabase(NAME, async (url) => openPostgresForWriting({ kind: 'postgres', url }).close()),
);
afterAll(() => dropDatabase(NAME));
beforeEach(async () => {
  proxy = await PostgresProxy.open(urlOf(NAME));
  store = await openStore({ kind: 'postgres', url: proxy.url, isSole: true }, new VirtualClock());
});
afterEach(async () => {
  proxy.comeBack();
  await store.close();
  await proxy[Symbol.asyncDispose]();
});

describe('when the connection to PostgreSQL is lost', () => {
  test('in a commit that was made, the message is accepted, and is there once', async () => {
    const message = newMessage({ lane: freshLane() });
    const isCut = proxy.cutAfterCommit();
    await store.enqueue([message]);
    expect(isCut()).toBe(true);
    expect(await store.get(message.id)).toMatchObject({ id: message.id, state: 'queued' });
  });

  test('in a commit that never reached the server, the message is refused, and is not there', async () => {
    const message = newMessage({ lane: freshLane() });
    proxy.cutBeforeCommit();
    await expect(store.enqueue([message])).rejects.toMatchObject({ code: 'storeUnavailable' });
    expect(await store.get(message.id)).toBeUndefined();
    await store.enqueue([message]);
    expect(await store.get(message.id)).toMatchObject({ state: 'queued' });
  });

  test('in a commit, and the server stays away, the message waits for its outcome, and what comes behind it is refused', async () => {
    const begun = newMessage({ lane: freshLane() });
    const behind = newMessage({ lane: freshLane() });
    const away = proxy.awayAfterCommit();
    let isAnswered = false;
    const outcome = store.enqueue([begun]).finally(() => {
      isAnswered = true;
    });
    await away;
    await expect(store.get(behind.id)).rejects.toMatchObject({ code: 'storeUnavailable' });
    await expect(store.enqueue([behind])).rejects.toMatchObject({ code: 'storeUnavailable' });
    expect(isAnswered).toBe(false);
    proxy.comeBack();
    await outcome;
    expect(await store.get(begun.id)).toMatchObject({ state: 'queued' });
    expect(await store.get(behind.id)).toBeUndefined();
  });

  test('in a claim that was committed, the route has the messages: none stays as being sent for ever', async () => {
    const lane = freshLane();
    await store.enqueue([newMessage({ lane })]);
    const isCut = proxy.cutAfterCommit();
    const { claimed } = await store.claim(claimRequest(lane));
    expect(isCut()).toBe(true);
    expect(claimed).toHaveLength(1);
    expect(await store.get(claimed[0]?.id as MessageId)).toMatchObject({ state: 'sending' });
  });

  test('in a claim that was not committed, the messages stay in the queue', async () => {
    const lane = freshLane();
    await store.enqueue([newMessage({ lane })]);
    proxy.cutBeforeCommit();
    await expect(store.claim(claimRequest(lane))).rejects.toMatchObject({ code: 'storeUnavailable' });
    expect((await store.claim(claimRequest(lane))).claimed).toMatchObject([{ attempt: 1 }]);
  });

  test('and the server is away, the store says so also when it is only read, until it is read again', async () => {
    proxy.goAway();
    await expect(store.greatestId()).rejects.toMatchObject({ code: 'storeUnavailable' });
    expect(store.failedReason()).toBeDefined();
    proxy.comeBack();
    await store.greatestId();
    expect(store.failedReason()).toBeUndefined();
  });

  test('and the server is away, calls are refused, and are taken again as soon as it is back', async () => {
    const message = newMessage({ lane: freshLane() });
    proxy.goAway();
    await expect(store.enqueue([message])).rejects.toMatchObject({ code: 'storeUnavailable' });
    await expect(store.get(message.id)).rejects.toMatchObject({ code: 'storeUnavailable' });
    expect(store.failedReason()).toBeDefined();
    proxy.comeBack();
    await store.enqueue([message]);
    expect(await store.get(message.id)).toMatchObject({ state: 'queued' });
    expect(store.failedReason()).toBeUndefined();
  });
});

test('a gateway ends if the server has lost commits that it had acknowledged, as after a failover', async () => {
  await store.enqueue([newMessage({ lane: freshLane() })]);
  const client = new pg.Client({ connectionString: urlOf(NAME) });
  await client.connect();
  await client.query('DELETE FROM tocsin_commits');
  await client.end();
  proxy.cutBeforeCommit();
  const call = store.enqueue([newMessage({ lane: freshLane() })]);
  await expect(call).rejects.toMatchObject({ code: 'storeUnavailable' });
  expect(await store.broken).toContain('the server has lost commits that it had acknowledged');
});

test('a gateway ends if the server has lost such commits while the gateway wrote nothing', async () => {
  await store.enqueue([newMessage({ lane: freshLane() })]);
  const client = new pg.Client({ connectionString: urlOf(NAME) });
  await client.connect();
  await client.query('UPDATE tocsin_commits SET last = last - 1');
  await client.end();
  proxy.goAway();
  proxy.comeBack();
  // The first call finds the connection lost, the second one connects again.
  for (let calls = 0; calls < 2; calls++) {
    const call = store.enqueue([newMessage({ lane: freshLane() })]);
    await expect(call).rejects.toMatchObject({ code: 'storeUnavailable' });
  }
  expect(await store.broken).toContain('the server has lost commits that it had acknowledged');
});

test('a gateway ends if another one had the database while its connection was lost', async () => {
  proxy.goAway();
  const other = await openStore({ kind: 'postgres', url: urlOf(NAME), isSole: true }, new VirtualClock());
  await other.close();
  proxy.comeBack();
  // The first call finds the connection lost, the second one connects again.
  for (let calls = 0; calls < 2; calls++) {
    const call = store.enqueue([newMessage({ lane: freshLane() })]);
    await expect(call).rejects.toMatchObject({ code: 'storeUnavailable' });
  }
  expect(await store.broken).toContain('another gateway had the database while the connection was lost');
});

test('a second gateway on the database is refused, and may start when the first one is gone', async () => {
  const place = { kind: 'postgres', url: urlOf(NAME), isSole: true } as const;
  await expect(openStore(place, new VirtualClock())).rejects.toThrow(/another gateway runs on postgres:/);
  await store.close();
  store = await openStore(place, new VirtualClock());
  expect(await store.counts()).toBeDefined();
});
