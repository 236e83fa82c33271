import { expect, test } from 'vitest';
import { type Alarm, alarmKinds } from '../../../../src/domain/operation/alarm.ts';
import { type KnownKindsDeps, knownKindsOf } from '../../../../src/ops/alarms/known-kinds.ts';
import { notThere } from '../../../support/not-there.ts';
import { numberOf } from '../../../support/store/messages.ts';

const T0 = Date.UTC(2026, 10, 26, 3);
const by = { id: 'user:1', name: 'anna' };
const nobody = {
  findUser: async () => undefined,
  userOfPhone: async () => undefined,
  listUsers: async () => ({ items: [], next: undefined }),
};
const recipients: KnownKindsDeps['recipients'] = {
  to: 'duty',
  duty: async () => [numberOf(1), numberOf(2), numberOf(1)],
  users: nobody,
  language: 'fr',
};

const alarm = (own: Partial<Alarm>): Alarm => ({
  ...notThere<Alarm>('alarm'),
  kind: 'routeDown',
  endedAt: undefined,
  silence: undefined,
  acknowledged: undefined,
  ...own,
});

const kindsOf = (own: Partial<KnownKindsDeps> = {}) =>
  knownKindsOf(
    {
      setting: {
        alarms: { routeDownAfter: 45_000, backupAfter: 3 * 86_400_000 },
        intake: { diskReserve: 5e8, inbound: { perHour: 7 }, evidence: { unmatchedReceipts: 8 } },
        inbound: { optOutsPerMinute: 9, repliesPerHourInAll: 10 },
      },
      off: new Set(['backupOld']),
      severities: ['critical'],
      tellAgainMs: 1_800_000,
      recipients,
      standing: () => [
        alarm({}),
        alarm({ acknowledged: { by, at: T0 } }),
        alarm({ silence: { by, at: T0, until: T0 + 1, reason: 'known' } }),
      ],
      ...own,
    },
    T0,
  );

test('every kind is listed in the order of urgency, with the limits of the configuration', async () => {
  const { kinds } = await kindsOf();
  expect(kinds.map(({ kind }) => kind)).toEqual(alarmKinds);
  const of = Object.fromEntries(kinds.map((one) => [one.kind, one]));
  expect(of['routeDown']).toMatchObject({ raisedAfterMs: 45_000, isOff: false, isTold: true });
  expect(of['routeDown']?.now).toEqual({ open: 1, acknowledged: 1, silenced: 1 });
  expect(of['routeDown']?.limits).toEqual([
    { name: 'carrier', value: 45, unit: 'seconds' },
    { name: 'modem', value: 120, unit: 'seconds' },
  ]);
  expect(of['backupOld']).toMatchObject({ isOff: true, isTold: false });
  expect(of['backupOld']?.limits).toEqual([{ name: 'age', value: 259_200, unit: 'seconds' }]);
  expect(of['diskLow']?.limits).toEqual([{ name: 'free', value: 1e9, unit: 'bytes' }]);
  expect(of['optOutsHeld']?.limits).toEqual([{ name: 'perMinute', value: 9, unit: 'count' }]);
});

test('it is said who would be told now: each phone once, admins for want of others, and when it is not known', async () => {
  expect((await kindsOf()).told).toMatchObject({ who: 'duty', people: 2, users: [] });
  const named = { ...recipients, to: ['anna'] };
  expect((await kindsOf({ recipients: named })).told).toMatchObject({
    who: 'admins',
    people: 0,
    users: ['anna'],
  });
  const failing = { ...recipients, duty: () => Promise.reject(new Error('the disk')) };
  expect((await kindsOf({ recipients: failing })).told).toMatchObject({ who: 'duty', people: undefined });
});
