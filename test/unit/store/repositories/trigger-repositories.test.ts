import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Msisdn } from '../../../../src/domain/messages/msisdn.ts';
import type { NewCapRecord } from '../../../../src/domain/triggers/cap-repository.ts';
import { author, draftOf } from '../../../support/alerts/alerts.ts';
import { StoreOnDisk } from '../../../support/store/store-on-disk.ts';

let disk: StoreOnDisk;
beforeAll(async () => {
  disk = await StoreOnDisk.open();
});
afterAll(() => disk.remove());

/** Longer than PostgreSQL takes as the key of a row, and nothing that it could compress. */
const longName = (): string => randomBytes(4000).toString('base64');

const repositories = () => disk.store.triggers;
const record = (fields: Partial<NewCapRecord> = {}): NewCapRecord => ({
  sender: 'vigilance@example.org',
  identifier: 'crue-1',
  sent: '2026-01-01T01:00:00+01:00',
  receivedAt: 1,
  source: 'post',
  document: '<alert/>',
  stage: 'open',
  alerts: [],
  outcome: '{}',
  ...fields,
});

describe('the stored records of triggers, also after a restart:', () => {
  test('a CAP message is kept once for each sender and identifier, with its stage', async () => {
    const id = await repositories().keepCap(record());
    expect(await repositories().keepCap(record({ stage: 'done', alerts: [3, 4], outcome: '{"a":1}' }))).toBe(
      id,
    );
    const other = await repositories().keepCap(record({ sender: 'other@example.org' }));
    await disk.reopen();
    expect(await repositories().capMessage('vigilance@example.org', 'crue-1')).toEqual({
      id,
      ...record({ stage: 'done', alerts: [3, 4], outcome: '{"a":1}' }),
    });
    expect((await repositories().openCaps()).map((one) => one.id)).toEqual([other]);
    const first = await repositories().listCaps({ limit: 1, cursor: undefined });
    expect(first.items.map((one) => one.id)).toEqual([other]);
    const second = await repositories().listCaps({ limit: 1, cursor: first.next });
    expect(second.items.map((one) => one.id)).toEqual([id]);
    expect(second.next).toBeUndefined();
  });

  test('a CAP exercise supersedes only an exercise, not a live CAP alert', async () => {
    await repositories().supersedeCap('s', 'i', 'exercise', 'later');
    expect(await repositories().capSupersededBy('s', 'i', 'exercise')).toBe('later');
    expect(await repositories().capSupersededBy('s', 'i', 'live')).toBeUndefined();
  });

  test('an entry of a feed is forgotten only long after the feed has stopped listing it', async () => {
    const url = 'http://127.0.0.1/feed';
    await repositories().markFeed(url, { etag: '"1"', modified: undefined });
    for (const entry of ['a', 'b']) await repositories().keepEntry(url, entry, 100);
    await disk.reopen();
    expect(await repositories().feedMark(url)).toEqual({ etag: '"1"', modified: undefined });
    expect(await repositories().knownEntries(url, ['a', 'c'], 200)).toEqual(new Set(['a']));
    await repositories().forgetEntries(150);
    expect(await repositories().knownEntries(url, ['a', 'b'], 200)).toEqual(new Set(['a']));
  });

  test('an entry of a feed is known again, however long its id is', async () => {
    const url = 'http://127.0.0.1/long';
    const [known, other] = [longName(), longName()];
    await repositories().keepEntry(url, known, 100);
    await repositories().keepEntry(url, known, 150);
    expect(await repositories().knownEntries(url, [known, other], 200)).toEqual(new Set([known]));
  });

  test.each([
    ['an event', 'x'],
    ['an event with a very long identity', longName()],
  ])('%s of another program is known, with the alert that it made', async (_, identity) => {
    const event = { trigger: 'pump', identity };
    expect(await repositories().triggerEvent('pump', identity)).toBeUndefined();
    const alert = await disk.store.createAlert(draftOf(), author, 10, [], event);
    expect(await repositories().triggerEvent('pump', identity)).toEqual({ alert, open: true });
    await disk.reopen();
    await repositories().closeTriggerEvent('pump', identity);
    expect(await repositories().triggerEvent('pump', identity)).toEqual({ alert, open: false });
  });

  test('an alert whose event cannot be stored is not stored either: both are one commit', async () => {
    const event = { trigger: 'pump', identity: 'y' };
    const alert = await disk.store.createAlert(draftOf(), author, 10, [], event);
    const before = await disk.store.alertsIn(['draft']);
    await expect(disk.store.createAlert(draftOf(), author, 20, [], event)).rejects.toThrow();
    expect(await disk.store.alertsIn(['draft'])).toEqual(before);
    expect(await repositories().triggerEvent('pump', 'y')).toEqual({ alert, open: true });
  });
});

describe('the one-time codes of a phone for launches by SMS', () => {
  const phone = '+33639980042' as Msisdn;
  const code = (octet: number) => ({ salt: new Uint8Array([octet]), hash: new Uint8Array([octet, octet]) });

  const issued = (id: string, at: number) => ({
    at,
    actor: { id, name: id },
    action: 'launchCodes.issue',
    subject: `number:${phone}`,
    detail: {},
  });

  test('are used once, however many launches try one at the same time', async () => {
    await repositories().replaceCodes(phone, [code(1), code(2)], issued('user:1', 10));
    const [first] = await repositories().codesOf(phone);
    const uses = await Promise.all(
      [1, 2, 3].map((by) => repositories().useCode(first?.id ?? 0, String(by), 20)),
    );
    expect(uses.filter(Boolean)).toHaveLength(1);
    await repositories().keepLaunch(first?.id ?? 0, 9);
    await disk.reopen();
    expect((await repositories().codesOf(phone))[0]).toMatchObject({
      usedBy: '1',
      alert: 9,
      issuedBy: 'user:1',
    });
    expect(await repositories().phoneCodes()).toEqual([
      { phone, unused: 1, used: 1, wrong: 0, lockedUntil: 0 },
    ]);
  });

  test('are replaced by new codes, but codes that launched an alert are kept', async () => {
    await repositories().replaceCodes(phone, [code(3)], issued('user:2', 30));
    expect((await repositories().codesOf(phone)).map(({ salt }) => salt[0])).toEqual([1, 3]);
  });

  test('are replaced in one commit with the line in the audit log, or not at all', async () => {
    await repositories().countWrong(phone, 1, 5000);
    disk.fill("CREATE TRIGGER is_full BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'full'); END");
    await expect(repositories().replaceCodes(phone, [code(4)], issued('user:2', 40))).rejects.toThrow();
    disk.fill('DROP TRIGGER is_full');
    expect((await repositories().codesOf(phone)).map(({ salt }) => salt[0])).toEqual([1, 3]);
    expect(await repositories().tries(phone)).toEqual({ wrong: 1, lockedUntil: 5000 });
    await repositories().replaceCodes(phone, [code(3)], issued('user:2', 50));
    expect(await repositories().tries(phone)).toEqual({ wrong: 0, lockedUntil: 0 });
    const any = { actor: undefined, action: 'launchCodes.issue', subject: undefined, since: undefined };
    const { items } = await disk.store.audit(any, { limit: 10, cursor: undefined });
    expect(items.map(({ at, actor }) => [at, actor.id])).toEqual([
      [50, 'user:2'],
      [30, 'user:2'],
      [10, 'user:1'],
    ]);
  });

  test('lock the phone at the last wrong code that is allowed', async () => {
    await Promise.all([1, 2].map(() => repositories().countWrong(phone, 3, 5000)));
    expect(await repositories().tries(phone)).toEqual({ wrong: 2, lockedUntil: 0 });
    await repositories().countWrong(phone, 3, 5000);
    await disk.reopen();
    expect(await repositories().tries(phone)).toEqual({ wrong: 3, lockedUntil: 5000 });
    await repositories().clearTries(phone);
    expect(await repositories().tries(phone)).toEqual({ wrong: 0, lockedUntil: 0 });
  });
});
