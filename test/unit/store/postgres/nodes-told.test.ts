import pg from 'pg';
import { describe, expect, test } from 'vitest';
import type { Store } from '../../../../src/store/store.ts';
import { urlOf } from '../../../support/postgres/database.ts';
import { twoNodes } from '../../../support/postgres/two-nodes.ts';
import { claimedOf, newMessage, requeued } from '../../../support/store/messages.ts';

const { both, name } = twoNodes('told');

describe('of what waits', () => {
  /** Notes each time that a node is told, and lets the test wait for the next time. */
  const hearing = (store: Store) => {
    const heard = { times: 0, next: Promise.withResolvers<void>() };
    store.whenQueued(() => {
      heard.times++;
      heard.next.resolve();
      heard.next = Promise.withResolvers();
    });
    return heard;
  };

  test('a node is told as soon as another one has stored it, and not of its own', async () => {
    const [a, b] = both();
    const [hears, own] = [hearing(b), hearing(a)];
    const told = hears.next.promise;
    await a.enqueue([newMessage({}), newMessage({})]);
    await told;
    const toldOwn = own.next.promise;
    await b.enqueue([newMessage({})]);
    await toldOwn;
    // What was told is heard in the order of the commits, so its own word would have come before.
    expect(own.times).toBe(1);
    expect(hears.times).toBe(1);
  });

  test('a node is told of a message that another one gives back', async () => {
    const [a, b] = both();
    const message = await claimedOf(a);
    const hears = hearing(b);
    const told = hears.next.promise;
    await a.settle([requeued(message)]);
    await told;
    expect((await b.counts()).some(({ lane }) => lane === message.lane)).toBe(true);
  });

  test('a node is not told of messages that were not stored', async () => {
    const [a, b] = both();
    const hears = hearing(b);
    const [first, second] = [newMessage({}), newMessage({})];
    const toldFirst = hears.next.promise;
    await a.enqueue([first]);
    await toldFirst;
    await expect(a.enqueue([first])).rejects.toThrow(/duplicate key/);
    const told = hears.next.promise;
    await a.enqueue([second]);
    await told;
    expect(hears.times).toBe(2);
  });

  test('a node is told again once its connection was lost and made anew', async () => {
    const [a, b] = both();
    const hears = hearing(b);
    const admin = new pg.Client({ connectionString: urlOf(name) });
    await admin.connect();
    await admin.query(
      `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
       WHERE datname = current_database() AND application_name = 'tocsin reads'`,
    );
    await admin.end();
    await expect.poll(() => b.counts().catch(() => 'lost')).not.toBe('lost');
    const told = hears.next.promise;
    await a.enqueue([newMessage({})]);
    await told;
    expect(hears.times).toBe(1);
  });
});
