import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type StoredToken, WITHDRAWAL_SETTLE_MS } from '../../../../src/domain/access/token.ts';
import { DUE_KINDS, type DueTimes } from '../../../../src/domain/operation/due.ts';
import { DUE_SQL } from '../../../../src/store/repositories/due-repository.ts';
import { openForWriting } from '../../../../src/store/sqlite/open.ts';
import { author, draftOf } from '../../../support/alerts/alerts.ts';
import { definition } from '../../../support/alerts/drills.ts';
import { claimRequest, newMessage, T0 } from '../../../support/store/messages.ts';
import { StoreOnDisk } from '../../../support/store/store-on-disk.ts';

const MINUTE_MS = 60_000;

let disk: StoreOnDisk;
beforeEach(async () => {
  disk = await StoreOnDisk.open();
});
afterEach(() => disk.remove());

const dueAt = (now: number, own: Partial<DueTimes> = {}) =>
  disk.store.due({ now, expiredUntil: 0, givenUpUntil: 0, ...own });

describe('what is due', () => {
  test('is nothing in an empty store', async () => {
    expect(await dueAt(T0)).toEqual([]);
  });

  test('is the deadline of a queued message at the end of its validity, until somebody has looked at it', async () => {
    const until = T0 + MINUTE_MS;
    await disk.store.enqueue([newMessage({ validUntil: until })]);
    expect(await dueAt(until - 1)).toEqual([]);
    expect(await dueAt(until)).toEqual(['deadlines']);
    expect(await dueAt(until + 1, { expiredUntil: until })).toEqual([]);
  });

  test('is a message that a route has had for too long, and not before', async () => {
    const until = T0 + MINUTE_MS;
    const message = newMessage({ validUntil: until });
    await disk.store.enqueue([message]);
    await disk.store.claim(
      claimRequest(message.lane, { route: 'orange', now: T0, priority: message.priority }),
    );
    expect(await dueAt(until, { givenUpUntil: until - 1 })).toEqual([]);
    expect(await dueAt(until, { givenUpUntil: until })).toEqual(['deadlines']);
  });

  test('is an alert at its time, at its end and when it expires, and each second while it goes out', async () => {
    const { store } = disk;
    const scheduledAt = T0 + MINUTE_MS;
    const id = await store.createAlert(draftOf({ scheduledAt, expiresAt: T0 + 2 * MINUTE_MS }), author, T0);
    expect(await dueAt(T0 + 2 * MINUTE_MS - 1)).toEqual([]);
    expect(await dueAt(T0 + 2 * MINUTE_MS)).toEqual(['alerts']);
    const step = { id, at: T0 + 1, actor: author, detail: undefined };
    await store.stepAlert({ ...step, version: 1, state: 'scheduled', action: 'schedule' });
    expect(await dueAt(scheduledAt - 1)).toEqual([]);
    expect(await dueAt(scheduledAt)).toEqual(['alerts']);
    await store.stepAlert({ ...step, version: 2, state: 'sending', action: 'launch' });
    expect(await dueAt(T0 + 2)).toEqual(['alerts']);
    await store.stepAlert({ ...step, version: 3, state: 'completed', action: 'complete' });
    expect(await dueAt(T0 + 9 * MINUTE_MS)).toEqual([]);
  });

  test('is looked after each second while there is a drill or a schedule', async () => {
    await disk.store.drills.create('nightly', definition, T0);
    expect(await dueAt(T0)).toEqual(['drills']);
    const schedule = { cron: '0 3 * * *', timeZone: 'Europe/Paris', scenario: 7, values: {}, graceMs: 1000 };
    await disk.store.schedules.create(
      'nightly',
      { ...schedule, asExercise: true, enabled: true, since: T0 },
      T0,
    );
    expect(await dueAt(T0)).toEqual(['drills', 'schedules']);
  });

  test('is the queue of a token that was revoked with its messages, until it was looked through late enough', async () => {
    const token: StoredToken = {
      ...{ id: 'a-token', name: 'the sirens', role: 'sender', createdAt: T0, limits: {} },
      ...{ user: undefined, expiresAt: undefined, secretHash: new Uint8Array(32) },
    };
    const note = { at: T0, actor: { id: 'x', name: 'x' }, subject: 'token:a-token', detail: {} };
    await disk.store.addToken(token, { ...note, action: 'token.create' });
    await disk.store.removeToken(token.id, { ...note, action: 'token.revoke' }, true);
    expect(await dueAt(T0)).toEqual(['withdrawals']);
    await disk.store.withdrawOfToken(token.id, undefined, T0 + WITHDRAWAL_SETTLE_MS, T0);
    expect(await dueAt(T0)).toEqual([]);
  });

  test('is found by indexes: no table of messages, waves or alerts is read from its beginning to its end', () => {
    const sqlite = openForWriting(':memory:');
    try {
      const plan = sqlite.prepare(`EXPLAIN QUERY PLAN ${DUE_SQL}`).all(T0, 0, 0) as { detail: string }[];
      const scanned = plan
        .map(({ detail }) => detail)
        .filter((detail) => /^SCAN (?!CONSTANT)(?!.* USING )/.test(detail));
      expect(scanned.map((detail) => detail.split(' ')[1]).toSorted()).toEqual(['t']);
    } finally {
      sqlite.close();
    }
  });

  test('has a column for each kind', () => {
    for (const kind of DUE_KINDS) expect(DUE_SQL).toContain(`AS ${kind}`);
  });
});
