import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEFAULT_INTAKE_LIMITS } from '../../../../src/domain/messages/intake-limits.ts';
import type { MessageId } from '../../../../src/domain/messages/message-id.ts';
import type { Msisdn } from '../../../../src/domain/messages/msisdn.ts';
import { TocsinError } from '../../../../src/kernel/errors.ts';
import { Channel } from '../../../../src/store/thread/channel.ts';
import { startThread } from '../../../../src/store/thread/thread.ts';
import { claimRequest, freshLane, newMessage, receipt, T0 } from '../../../support/store/messages.ts';
import { StoreOnDisk } from '../../../support/store/store-on-disk.ts';

let disk: StoreOnDisk;
beforeAll(async () => {
  disk = await StoreOnDisk.open();
});
afterAll(() => disk.remove());

const outcomeOf = async (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'done',
    (error: unknown) => (error instanceof TocsinError ? error.code : String(error)),
  );

describe('calls to the store that are made together', () => {
  test('take effect in the order in which they were made', async () => {
    const lane = freshLane();
    const first = newMessage({ lane });
    const second = newMessage({ lane });
    const [, early, , late] = await Promise.all([
      disk.store.enqueue([first]),
      disk.store.claim(claimRequest(lane)),
      disk.store.enqueue([second]),
      disk.store.claim(claimRequest(lane)),
    ]);
    expect(early.claimed.map(({ id }) => id)).toEqual([first.id]);
    expect(late.claimed.map(({ id }) => id)).toEqual([second.id]);
  });

  test('are answered in the order in which they were made', async () => {
    const lane = freshLane();
    const answered: string[] = [];
    const calls = ['a', 'b', 'c', 'd'].map(async (name) => {
      if (name === 'b' || name === 'd') await disk.store.claim(claimRequest(lane));
      else await disk.store.enqueue([newMessage({ lane })]);
      answered.push(name);
    });
    await Promise.all(calls);
    expect(answered).toEqual(['a', 'b', 'c', 'd']);
  });

  test('fail alone: a faulty call is rejected, and the other calls are stored', async () => {
    const known = newMessage();
    await disk.store.enqueue([known]);
    const before = newMessage();
    const after = newMessage();
    const outcomes = await Promise.all([
      outcomeOf(disk.store.enqueue([before])),
      outcomeOf(disk.store.enqueue([{ ...newMessage(), id: known.id }])),
      outcomeOf(disk.store.enqueue([after])),
    ]);
    expect(outcomes).toEqual(['done', 'storeCorrupt', 'done']);
    expect(await disk.store.get(before.id)).toBeDefined();
    expect(await disk.store.get(after.id)).toBeDefined();
    expect(disk.store.failedReason()).toBeUndefined();
  });

  test('store nothing of a faulty call, even if its first messages were good', async () => {
    const known = newMessage();
    await disk.store.enqueue([known]);
    const good = newMessage();
    const outcomes = await Promise.all([
      outcomeOf(disk.store.enqueue([good, { ...newMessage(), id: known.id }])),
      outcomeOf(disk.store.enqueue([newMessage()])),
    ]);
    expect(outcomes).toEqual(['storeCorrupt', 'done']);
    expect(await disk.store.get(good.id)).toBeUndefined();
  });

  test('take effect once, even if a faulty call among them made all of them run twice', async () => {
    const lane = freshLane();
    const known = newMessage({ lane });
    await disk.store.enqueue([known]);
    const [claim] = await Promise.all([
      disk.store.claim(claimRequest(lane)),
      outcomeOf(disk.store.enqueue([{ ...newMessage(), id: known.id }])),
      disk.store.countParts('8933010000000000017', T0, 1, '+33639980001' as Msisdn),
      disk.store.record([receipt('a reference nobody gave')], T0),
    ]);
    expect(claim.claimed).toMatchObject([{ id: known.id, attempt: 1 }]);
    expect((await disk.store.usage('8933010000000000017', T0)).perDay).toBe(1);
    const { items } = await disk.store.unmatchedReceipts({ limit: 10, cursor: undefined });
    expect(items.filter(({ ref }) => ref === 'a reference nobody gave')).toHaveLength(1);
  });

  test('are all answered when there are 9000 of them', async () => {
    const messages = Array.from({ length: 9000 }, () => newMessage({ lane: freshLane() }));
    await Promise.all(messages.map((message) => disk.store.enqueue([message])));
    const last = messages.at(-1)?.id as MessageId;
    expect(await disk.store.greatestId()).toBe(last);
  });
});

describe('calls to the store that are urgent', () => {
  let channel: Channel;
  beforeAll(async () => {
    const place = { kind: 'sqlite', path: disk.path } as const;
    const options = { place, readOnly: false, limits: DEFAULT_INTAKE_LIMITS };
    channel = await Channel.open(options, startThread);
  });
  afterAll(() => channel.close());
  const STORED = 'SELECT 1 FROM messages WHERE id = ?';

  test('overtake the usual calls that wait, and keep their own order', async () => {
    const usual = newMessage();
    const urgent = newMessage();
    const [, seesUsual, , seesUrgent, seesBoth] = await Promise.all([
      channel.call('enqueue', [usual]),
      channel.callUrgently('query', STORED, [usual.id]),
      channel.callUrgently('enqueue', [urgent]),
      channel.callUrgently('query', STORED, [urgent.id]),
      channel.call('query', STORED, [usual.id]),
    ]);
    expect([seesUsual, seesUrgent, seesBoth].map(({ rows }) => rows.length)).toEqual([0, 1, 1]);
  });

  test('that are faulty fail alone, and do not fail usual calls of the same transaction', async () => {
    const known = newMessage();
    await channel.call('enqueue', [known]);
    const messages = Array.from({ length: 300 }, () => newMessage());
    const outcomes: Promise<string>[] = [];
    for (const message of messages) {
      outcomes.push(outcomeOf(channel.call('enqueue', [message])));
      outcomes.push(outcomeOf(channel.callUrgently('enqueue', [{ ...newMessage(), id: known.id }])));
      // Each turn sends a batch, and some batches join the transaction of earlier ones.
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await Promise.all(outcomes)).toEqual(messages.flatMap(() => ['done', 'storeCorrupt']));
    for (const { id } of messages) expect(await disk.store.get(id)).toBeDefined();
  });
});

describe('a critical message', () => {
  test('is stored before other messages that wait to be stored if it comes alone, but not if it is part of a batch', async () => {
    const critical = () => newMessage({ priority: 'critical' });
    const answered: string[] = [];
    const note = async (name: string, stored: Promise<unknown>) => {
      await stored;
      answered.push(name);
    };
    const once = { owner: 'token-1', key: 'alone', digest: 'digest of the body' };
    await Promise.all([
      note('usual', disk.store.enqueue([newMessage()])),
      note('batch', disk.store.enqueue([critical(), critical()])),
      note('alone', disk.store.enqueue([critical()])),
      note('alone with a key', disk.store.enqueueOnce(once, critical())),
    ]);
    expect(answered).toEqual(['alone', 'alone with a key', 'usual', 'batch']);
  });
});

describe('a store that is closed', () => {
  test('has completed the calls that were made before', async () => {
    const message = newMessage();
    const stored = disk.store.enqueue([message]);
    await disk.reopen();
    await stored;
    expect(await disk.store.get(message.id)).toMatchObject({ state: 'queued' });
  });

  test('refuses calls that are made later', async () => {
    const closed = disk.store;
    await disk.reopen();
    expect(await outcomeOf(closed.enqueue([newMessage()]))).toBe('storeUnavailable');
    expect(await outcomeOf(closed.counts())).toBe('storeUnavailable');
    expect(closed.failedReason()).toBe('the database is closed');
  });

  test('can be closed twice', async () => {
    const closed = disk.store;
    await disk.reopen();
    await closed.close();
  });
});

describe('a message on disk', () => {
  test('is after a restart exactly what was accepted, octet for octet', async () => {
    const message = newMessage({
      text: 'Évacuez\r\n\tla zone 🌊 \u{1F1EB}\u{1F1F7} e\u0301 \u200d\u00a0"\'\\%_',
      from: undefined,
      encoding: 'ucs2',
      reference: "crue'; DROP TABLE messages; --",
      routes: ['carrier-a', 'modem-1'],
      priority: 'critical',
      flash: true,
      owner: 'token-9',
    });
    await disk.store.enqueue([message]);
    const store = await disk.reopen();
    expect(await store.get(message.id)).toEqual({
      id: message.id,
      to: message.to,
      from: undefined,
      text: message.text,
      state: 'queued',
      reason: undefined,
      priority: 'critical',
      encoding: 'ucs2',
      flash: true,
      parts: 1,
      reference: message.reference,
      route: undefined,
      possibleDuplicate: false,
      createdAt: T0,
      dueAt: T0,
      validUntil: message.validUntil,
      sentAt: undefined,
      finalAt: undefined,
      owner: 'token-9',
    });
  });
});
