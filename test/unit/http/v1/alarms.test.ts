import { beforeEach, describe, expect, test } from 'vitest';
import type { Alarm } from '../../../../src/domain/operation/alarm.ts';
import type { HttpServices } from '../../../../src/http/server/services.ts';
import { HttpRig } from '../../../support/http/http-rig.ts';

const T0 = Date.UTC(2026, 0, 1);
const DAY = 86_400_000;
const anna = { id: 'user:1', name: 'anna' };
const alarm: Alarm = {
  id: 'routeDown:orange',
  serial: 7,
  kind: 'routeDown',
  subject: 'orange',
  name: 'orange',
  severity: 'critical',
  reason: 'ECONNREFUSED',
  since: T0 - 90_000,
  raisedAt: T0 - 60_000,
  times: 2,
  changedAt: T0,
  endedAt: undefined,
  acknowledged: { by: anna, at: T0 },
  silence: undefined,
  toldAt: [T0 - 50_000],
  tellings: 1,
};

const known: Awaited<ReturnType<HttpServices['alarmKinds']>> = {
  kinds: [
    {
      kind: 'backupOld',
      severity: 'warning',
      isOff: false,
      raisedAfterMs: 60_000,
      endedAfterMs: 0,
      limits: [{ name: 'age', value: 604_800, unit: 'seconds' }],
      now: { open: 1, acknowledged: 0, silenced: 0 },
      isTold: false,
    },
  ],
  told: { who: 'duty', people: undefined, users: [], tellAgainMs: 1_800_000 },
};

let asked: unknown[];
let rig: HttpRig;
beforeEach(() => {
  asked = [];
  const take =
    (what: string) =>
    async (...values: unknown[]) => {
      asked.push([what, ...values]);
      return values[0] === alarm.id ? ({ kind: 'done', alarm } as const) : ({ kind: 'unknown' } as const);
    };
  const alarms: HttpServices['alarms'] = {
    list: (filter, page) => {
      asked.push(['list', filter, page]);
      return { items: [alarm], next: '7' };
    },
    acknowledge: take('acknowledge'),
    silence: take('silence'),
    unsilence: take('unsilence'),
  };
  rig = new HttpRig(undefined, { alarms, alarmKinds: async () => known });
});

test('the kinds are listed with their limits in seconds; how many people are told may be not known', async () => {
  const response = await rig.ask('viewer', 'GET', '/v1/alarms/kinds');
  expect(response.json()).toEqual({
    items: [
      {
        kind: 'backupOld',
        severity: 'warning',
        off: false,
        todo: { fr: expect.any(String), en: 'Run backup, and copy it to another machine.' },
        raisedAfter: 60,
        endedAfter: 0,
        limits: [{ name: 'age', value: 604_800, unit: 'seconds' }],
        now: { open: 1, acknowledged: 0, silenced: 0 },
        sms: false,
      },
    ],
    told: { who: 'duty', users: [], people: null, tellAgain: 1800 },
  });
});

test('the list shows what is wrong, what to do, and who takes care of it, in both languages', async () => {
  const response = await rig.ask(
    'viewer',
    'GET',
    '/v1/alarms?state=acknowledged&severity=critical&kind=routeDown',
  );
  expect(response.statusCode).toBe(200);
  expect(response.json()).toEqual({
    items: [
      {
        id: 'routeDown:orange',
        kind: 'routeDown',
        subject: 'orange',
        name: 'orange',
        severity: 'critical',
        state: 'acknowledged',
        reason: 'ECONNREFUSED',
        text: { fr: 'voie orange en panne', en: 'route orange is down' },
        todo: { fr: expect.any(String), en: expect.any(String) },
        since: '2025-12-31T23:58:30.000Z',
        raisedAt: '2025-12-31T23:59:00.000Z',
        times: 2,
        changedAt: '2026-01-01T00:00:00.000Z',
        endedAt: null,
        acknowledgedBy: { kind: 'user', id: 'user:1', name: 'anna' },
        acknowledgedAt: '2026-01-01T00:00:00.000Z',
        silence: null,
        toldAt: '2025-12-31T23:59:10.000Z',
        tellings: 1,
      },
    ],
    next: '7',
  });
  expect(asked).toEqual([
    [
      'list',
      { state: 'acknowledged', severity: 'critical', kind: 'routeDown' },
      { limit: 100, cursor: undefined },
    ],
  ]);
  expect((await rig.ask('viewer', 'GET', '/v1/alarms?kind=fire')).statusCode).toBe(422);
  expect((await rig.ask('sender', 'GET', '/v1/alarms')).statusCode).toBe(403);
});

describe('an alarm', () => {
  const act = (role: 'viewer' | 'operator' | 'approver', path: string, body?: unknown, id = alarm.id) =>
    rig.ask(
      role,
      path === 'unsilence' ? 'DELETE' : 'POST',
      `/v1/alarms/${id}/${path.replace('un', '')}`,
      body,
    );

  test('is acknowledged by an operator or an approver, in the name of that person', async () => {
    expect((await act('operator', 'acknowledge')).statusCode).toBe(200);
    expect((await act('approver', 'acknowledge')).statusCode).toBe(200);
    expect(asked).toEqual([
      ['acknowledge', alarm.id, { id: 'operator', name: 'the operator' }],
      ['acknowledge', alarm.id, { id: 'approver', name: 'the approver' }],
    ]);
  });

  test('is neither acknowledged nor silenced by a viewer', async () => {
    for (const path of ['acknowledge', 'silence', 'unsilence']) {
      const body = path === 'silence' ? { for: 'PT1H', reason: 'known' } : undefined;
      expect((await act('viewer', path, body)).statusCode).toBe(403);
    }
    expect(asked).toEqual([]);
  });

  test('is silenced until a time or for a while, with a reason, and no longer than thirty days', async () => {
    const by = { id: 'operator', name: 'the operator' };
    expect((await act('operator', 'silence', { for: 'P2D', reason: 'SIM ordered' })).statusCode).toBe(200);
    const until = new Date(T0 + DAY).toISOString();
    expect((await act('operator', 'silence', { until, reason: 'known' })).statusCode).toBe(200);
    expect((await act('operator', 'unsilence')).statusCode).toBe(200);
    expect(asked).toEqual([
      ['silence', alarm.id, by, T0 + 2 * DAY, 'SIM ordered'],
      ['silence', alarm.id, by, T0 + DAY, 'known'],
      ['unsilence', alarm.id, by],
    ]);
  });

  test.each([
    ['without an end', { reason: 'known' }, 'until'],
    ['with two ends', { until: '2026-01-01T01:00:00Z', for: 'PT1H', reason: 'known' }, 'until'],
    ['that is over', { until: '2025-12-31T00:00:00Z', reason: 'known' }, 'until'],
    ['of 31 days', { until: '2026-02-01T00:00:00Z', reason: 'known' }, 'until'],
    ['for 31 days', { for: 'P31D', reason: 'known' }, 'for'],
    ['without a reason', { for: 'PT1H' }, 'reason'],
  ])('takes no silence %s', async (_, body, path) => {
    const response = await act('operator', 'silence', body);
    expect(response.statusCode).toBe(422);
    expect(response.json()).toMatchObject({ errors: [{ path }] });
    expect(asked).toEqual([]);
  });

  test('that is not known is answered 404', async () => {
    expect((await act('operator', 'acknowledge', undefined, 'routeDown:sfr')).statusCode).toBe(404);
  });
});
