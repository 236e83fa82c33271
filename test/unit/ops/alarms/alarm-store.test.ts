import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { noteRun } from '../../../../src/compose/alarms/note-run.ts';
import type { Role } from '../../../../src/domain/access/role.ts';
import type { Msisdn } from '../../../../src/domain/messages/msisdn.ts';
import { ALARMS_OWNER, type Alarm } from '../../../../src/domain/operation/alarm.ts';
import { recipientsOf } from '../../../../src/ops/alarms/recipients.ts';
import { standingAlarmsIn } from '../../../../src/store/sqlite/backup/standing-alarms.ts';
import { recordingLog } from '../../../support/smpp/route-recorder.ts';
import { sqliteTest } from '../../../support/store/about-sqlite.ts';
import { newMessage, numberOf, T0 } from '../../../support/store/messages.ts';
import { holdUnsent } from '../../../support/store/restoring.ts';
import { StoreOnDisk } from '../../../support/store/store-on-disk.ts';

const MINUTE = 60_000;
const anna = { id: 'user:1', name: 'anna' };
const note = (action: string, detail: object = {}) => ({
  at: T0,
  actor: anna,
  action,
  subject: 'store',
  detail: { ...detail },
});

let disk: StoreOnDisk;
beforeEach(async () => {
  disk = await StoreOnDisk.open();
});
afterEach(() => disk.remove());

const full: Alarm = {
  id: 'drillFailed:3',
  serial: 4,
  kind: 'drillFailed',
  subject: '3',
  name: 'nightly',
  severity: 'warning',
  reason: 'orange',
  since: T0,
  raisedAt: T0 + 1,
  times: 5,
  changedAt: T0 + 2,
  endedAt: T0 + 3,
  acknowledged: { by: anna, at: T0 + 4 },
  silence: { by: anna, at: T0 + 5, until: T0 + 6, reason: 'known' },
  toldAt: [T0 + 7, T0 + 8],
  tellings: 2,
};

test('every field of an alarm is read again as it was written, with what follows in the same commit', async () => {
  const event = { type: 'alarm.ended', at: T0, data: { alarm: full.id } } as const;
  const sms = newMessage({ owner: ALARMS_OWNER });
  await disk.store.alarms.write({
    alarms: [full],
    messages: [sms],
    events: [event],
    note: note('alarm.silence'),
  });
  await disk.reopen();
  expect(await disk.store.alarms.all()).toEqual([full]);
  expect(await disk.store.takeHappenings(10)).toEqual([event]);
  expect((await disk.store.get(sms.id))?.state).toBe('queued');
  const standing = { ...full, endedAt: undefined, subject: undefined, name: undefined };
  await disk.store.alarms.write({ alarms: [standing], messages: [], events: [], note: undefined });
  expect(await disk.store.alarms.all()).toEqual([standing]);
});

sqliteTest('an alarm that stands in a backup is named at its restore', async () => {
  const standing = { ...full, endedAt: undefined, subject: undefined, name: undefined };
  await disk.store.alarms.write({ alarms: [standing], messages: [], events: [], note: undefined });
  expect(standingAlarmsIn(disk.path, T0)).toEqual([
    { id: full.id, kind: 'drillFailed', name: undefined, severity: 'warning', since: T0, state: 'silenced' },
  ]);
});

describe('a run of the gateway', () => {
  const begin = async () => {
    const ends: (() => unknown)[] = [];
    const opening = { defer: (end: () => unknown) => void ends.push(end) };
    const cutBefore = await noteRun(opening, disk.store.alarms, disk.clock, recordingLog());
    return { cutBefore, stop: async () => ends[0]?.() };
  };

  test('that stops as it should is no crash, and one that does not is', async () => {
    const first = await begin();
    expect(first.cutBefore).toBeUndefined();
    await first.stop();
    expect((await begin()).cutBefore).toBeUndefined();
    expect((await begin()).cutBefore).toBe(disk.clock.now());
  });

  sqliteTest('of which a backup was made while it ran is no crash after the restore', async () => {
    await begin();
    holdUnsent(disk.path, note('backup.restore'));
    expect((await begin()).cutBefore).toBeUndefined();
  });
});

test('the newest backup and the first entry are read from the audit log', async () => {
  const { alarms } = disk.store;
  expect(await alarms.lastBackupAt()).toBeUndefined();
  expect(await alarms.firstEntryAt()).toBeUndefined();
  await disk.store.addAudit(note('token.create'));
  await disk.store.addAudit({
    ...note('backup.create', { takenAt: new Date(T0).toISOString() }),
    at: T0 + MINUTE,
  });
  expect(await alarms.lastBackupAt()).toBe(T0);
  expect(await alarms.firstEntryAt()).toBe(T0);
});

test('a critical message that waits and has little time left is late, but no SMS of an alarm is', async () => {
  const { alarms } = disk.store;
  const late = (own: object = {}) =>
    newMessage({ priority: 'high', dueAt: T0, validUntil: T0 + 2 * MINUTE, ...own });
  const any = (nowMs = T0 + MINUTE, untilMs = T0 + 2 * MINUTE) =>
    alarms.anyQueuedUntil('high', nowMs, untilMs);
  await disk.store.enqueue([
    late({ owner: ALARMS_OWNER }),
    late({ priority: 'low' }),
    late({ validUntil: T0 + 60 * MINUTE }),
    late({ dueAt: T0 + MINUTE - 1000 }),
  ]);
  expect(await any()).toBe(false);
  await disk.store.enqueue([late()]);
  expect(await any()).toBe(true);
  expect(await any(T0 + MINUTE, T0 + MINUTE + 1)).toBe(false);
});

describe('an SMS about an alarm goes to', () => {
  const user = (name: string, role: Role, index: number | undefined, language = 'fr') =>
    disk.store.createUser(
      name,
      { roles: [role], language, phone: index === undefined ? undefined : numberOf(index) },
      { note: note('user.create'), isRemembered: false, messages: [] },
    );
  const ask = async (
    to: 'duty' | readonly string[],
    { duty = [], withAdmins = false }: { duty?: readonly Msisdn[]; withAdmins?: boolean } = {},
  ) => recipientsOf({ to, duty: async () => duty, users: disk.store, language: 'en' }, withAdmins, T0);

  beforeEach(async () => {
    await user('anna', 'admin', 1);
    await user('bert', 'operator', 2);
    await user('carl', 'admin', undefined);
  });
  const admin = { phone: numberOf(1), language: 'fr' };

  test('those on duty, in the language of the user with the number', async () => {
    expect(await ask('duty', { duty: [numberOf(2), numberOf(9)] })).toEqual([
      { phone: numberOf(2), language: 'fr' },
      { phone: numberOf(9), language: 'en' },
    ]);
  });

  test('all admins with a phone, if nobody is on duty or none of the named users has one', async () => {
    expect(await ask('duty')).toEqual([admin]);
    expect(await ask(['carl', 'nobody'])).toEqual([admin]);
  });

  test('the admins too when it is told again, and to each phone once', async () => {
    expect(await ask(['bert'], { withAdmins: true })).toEqual([
      { phone: numberOf(2), language: 'fr' },
      admin,
    ]);
    expect(await ask('duty', { duty: [numberOf(1)], withAdmins: true })).toEqual([admin]);
  });
});
