import { describe, expect, test } from 'vitest';
import type { DrillStatus } from '../../../../src/domain/operation/drill.ts';
import type { RouteView } from '../../../../src/domain/routes/routes-control.ts';
import {
  backupConditions,
  ClockWatch,
  caseConditions,
  certificateConditions,
  diskConditions,
  doubtConditions,
  drillConditions,
  feedConditions,
  intakeConditions,
  reloadConditions,
  restartConditions,
} from '../../../../src/ops/alarms/part-conditions.ts';
import { ReceiptWatch } from '../../../../src/ops/alarms/receipt-watch.ts';
import { backlogConditions, routeConditions } from '../../../../src/ops/alarms/route-conditions.ts';
import { IntakeAlarms } from '../../../../src/ops/intake-alarms.ts';
import { Refusals } from '../../../../src/ops/refusals.ts';
import { RouteAlarms } from '../../../../src/ops/route-alarms.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';

const T0 = Date.UTC(2026, 10, 26, 3);
const MINUTE = 60_000;
const DAY = 86_400_000;

const route = (own: Partial<RouteView> = {}): RouteView => ({
  id: 'orange',
  type: 'smpp',
  state: 'up',
  reason: undefined,
  rate: 10,
  contractedRate: undefined,
  latencyMs: 100,
  backlog: 0,
  etaMs: { critical: 100, high: 100, normal: 100, low: 100 },
  inFlight: 0,
  sentToday: 0,
  modem: undefined,
  quarantine: undefined,
  receiptId: undefined,
  refusals: [],
  ...own,
});
const of = (conditions: readonly { readonly kind: string; readonly subject?: string | undefined }[]) =>
  conditions.map(({ kind, subject }) => (subject === undefined ? kind : `${kind} ${subject}`));

describe('routes', () => {
  const modem = route({ id: 'modem-1', type: 'modem', state: 'down' });

  test('each that is down is an alarm, a modem after two minutes; an operator has disabled the others', () => {
    const found = routeConditions([route(), modem, route({ id: 'sfr', state: 'disabled' })], 30_000);
    expect(found).toMatchObject([{ kind: 'routeDown', subject: 'modem-1', holdMs: 120_000 }]);
  });

  test('there is no way out when none of them can send', () => {
    expect(of(routeConditions([route({ state: 'down' }), modem], 30_000))).toEqual([
      'noWayOut',
      'routeDown orange',
      'routeDown modem-1',
    ]);
    expect(of(routeConditions([route({ state: 'disabled' })], 30_000))).toEqual(['noWayOut']);
    expect(of(routeConditions([route({ state: 'degraded' })], 30_000))).toEqual([]);
    expect(of(routeConditions([], 30_000))).toEqual([]);
  });

  test('one that is set aside is sick, and the number of its SIM is masked', () => {
    const sick = route({ quarantine: { since: T0, reason: 'SIM 8933150319000000001 is barred' } });
    const [found] = routeConditions([sick], 30_000);
    expect(found).toMatchObject({ kind: 'routeSick', subject: 'orange' });
    expect(found?.reason).not.toContain('8933150319000000001');
  });

  test('one with a failed heartbeat, balance or ear is in doubt until the source takes it back', () => {
    const alarms = new RouteAlarms(() => {});
    alarms.set('heartbeat', 'modem-1', 'its last heartbeat expired');
    alarms.set('intake', 'orange', 'more messages from phones');
    expect(of(doubtConditions(alarms.standing()))).toEqual(['routeDoubtful modem-1']);
    alarms.set('heartbeat', 'modem-1', undefined);
    expect(doubtConditions(alarms.standing())).toEqual([]);
  });
});

describe('the backlog is late', () => {
  const never = async () => false;

  test('when the fastest route needs minutes for a critical message, or an hour for a high one', async () => {
    const slow = (critical: number, high: number) =>
      route({ etaMs: { critical, high, normal: undefined, low: undefined } });
    expect(of(await backlogConditions([slow(301_000, 1000)], never, T0))).toEqual(['backlogLate critical']);
    expect(of(await backlogConditions([slow(1000, 3_601_000)], never, T0))).toEqual(['backlogLate high']);
    expect(await backlogConditions([slow(301_000, 1000), route()], never, T0)).toEqual([]);
  });

  test('when a message waits whose validity ends before a route has it', async () => {
    const asked: number[] = [];
    const found = await backlogConditions(
      [],
      async (urgency, until) => {
        asked.push(until - T0);
        return urgency === 'high';
      },
      T0,
    );
    expect(found).toMatchObject([{ kind: 'backlogLate', subject: 'high', holdMs: 0 }]);
    expect(asked).toEqual([MINUTE, MINUTE]);
  });
});

describe('receipts are missing', () => {
  const pass = (
    watch: ReceiptWatch,
    from: number,
    minutes: number,
    perMinute: number,
    withReceipts: boolean,
  ) => {
    let found: readonly { readonly kind: string }[] = [];
    for (let minute = from; minute < from + minutes; minute++) {
      if (withReceipts) watch.came('orange');
      found = watch.look([{ id: 'orange', sentToday: (minute * perMinute) % 3000 }], T0 + minute * MINUTE);
    }
    return of(found);
  };

  test('when a route takes messages and its receipts stop, until one comes again', () => {
    const watch = new ReceiptWatch();
    expect(pass(watch, 0, 10, 5, true)).toEqual([]);
    expect(pass(watch, 10, 10, 5, false)).toEqual([]);
    expect(pass(watch, 20, 10, 5, false)).toEqual(['receiptsMissing orange']);
    expect(pass(watch, 30, 60, 0, false)).toEqual(['receiptsMissing orange']);
    expect(pass(watch, 90, 1, 0, true)).toEqual([]);
  });

  test('not of another route that is added under the id of a removed one', () => {
    const watch = new ReceiptWatch();
    pass(watch, 0, 10, 5, true);
    watch.look([], T0 + 10 * MINUTE);
    expect(pass(watch, 11, 30, 5, false)).toEqual([]);
  });

  test('not of a route that never had any, nor of one that carries next to nothing', () => {
    expect(pass(new ReceiptWatch(), 0, 60, 5, false)).toEqual([]);
    const idle = new ReceiptWatch();
    pass(idle, 0, 5, 1, true);
    expect(pass(idle, 5, 60, 1, false)).toEqual([]);
  });
});

test('a later call for help that nobody could be paged for is news, and so is a later crash', () => {
  expect(caseConditions({ unpaged: 0, lastUnpagedAt: undefined })).toEqual([]);
  expect(caseConditions({ unpaged: 2, lastUnpagedAt: T0 })).toEqual([{ kind: 'caseUnpaged', lastAt: T0 }]);
  expect(restartConditions(T0, T0)).toMatchObject([{ lastAt: T0 }]);
});

test('a configuration that was refused is an alarm until one is taken over', () => {
  const refused = [{ path: 'routes[0].password', message: 'is missing' }];
  expect(reloadConditions({ at: T0, refused })).toEqual([
    { kind: 'configRefused', lastAt: T0, reason: 'errors: 1' },
  ]);
  expect(reloadConditions({ at: T0, refused: undefined })).toEqual([]);
  expect(reloadConditions(undefined)).toEqual([]);
});

describe('the machine', () => {
  const disk = { reserved: undefined, freeBytes: 10e9, reserveBytes: 200e6, failed: undefined };

  test('has a full disk, a filling one, or a database that cannot be written', () => {
    expect(of(diskConditions({ ...disk, reserved: 'less than 200 MB', failed: 'less than 200 MB' }))).toEqual(
      ['diskReserve'],
    );
    expect(of(diskConditions({ ...disk, failed: 'disk I/O error' }))).toEqual(['databaseFailing']);
    expect(of(diskConditions({ ...disk, freeBytes: 300e6 }))).toEqual(['diskLow']);
    expect(diskConditions(disk)).toEqual([]);
  });

  test('has a clock that jumped, or that retention does not trust', () => {
    const watch = new ClockWatch();
    expect(watch.look(undefined, T0)).toEqual([]);
    expect(watch.look(undefined, T0 + 5000)).toEqual([]);
    expect(watch.look(undefined, T0 + 60 * MINUTE)).toMatchObject([
      { kind: 'clockDoubtful', reason: 'it jumped by 60 min, or the machine stood still' },
    ]);
    let now = T0 + 60 * MINUTE;
    for (; now < T0 + 119 * MINUTE; now += MINUTE) watch.look(undefined, now);
    expect(of(watch.look(undefined, now))).toEqual(['clockDoubtful']);
    for (; now < T0 + 125 * MINUTE; now += MINUTE) watch.look(undefined, now);
    expect(watch.look(undefined, now)).toEqual([]);
    expect(of(watch.look('the clock is earlier', now))).toEqual(['clockDoubtful']);
  });

  test('was cut off before it started, for a day', () => {
    expect(of(restartConditions(T0, T0 + 1000))).toEqual(['restarted']);
    expect(restartConditions(T0, T0 + DAY + 1)).toEqual([]);
    expect(restartConditions(undefined, T0)).toEqual([]);
  });

  test('has certificates that end within thirty days, which is urgent within three', () => {
    const ends = (days: number) => [{ where: 'route orange: tls', endsAt: T0 + days * DAY }];
    expect(certificateConditions(ends(31), T0)).toEqual([]);
    expect(certificateConditions(ends(29), T0)).toMatchObject([
      { subject: 'route.orange.tls', severity: 'warning' },
    ]);
    expect(certificateConditions(ends(-1), T0)).toMatchObject([{ severity: 'critical' }]);
  });

  test('has no backup of late, or never had one although it is not new', async () => {
    const look = (last: number | undefined, first: number | undefined) =>
      backupConditions({ lastBackupAt: async () => last, firstEntryAt: async () => first }, 7 * DAY, T0);
    expect(of(await look(T0 - 8 * DAY, T0 - 9 * DAY))).toEqual(['backupOld']);
    expect(await look(T0 - 6 * DAY, T0 - 9 * DAY)).toEqual([]);
    expect(of(await look(undefined, T0 - 2 * DAY))).toEqual(['backupOld']);
    expect(await look(undefined, T0 - 1000)).toEqual([]);
    expect(await look(undefined, undefined)).toEqual([]);
  });
});

describe('what comes in', () => {
  const rig = () => {
    const clock = new VirtualClock();
    const log = { debug() {}, info() {}, warn() {}, error() {} };
    const alarms = new IntakeAlarms({ alarm: () => {}, counter: { inc() {} }, clock, log });
    const refusals = new Refusals({
      counter: { inc() {} },
      over: (id, limit) => alarms.over(id, limit),
      clock,
    });
    return { clock, alarms, refusals };
  };

  test.each([
    ['token', 31, 'wrongTokens'],
    ['role', 61, 'refusedCalls'],
    ['password', 11, 'wrongPasswords'],
  ] as const)(
    'of the kind %s is an alarm from %i in a minute on, until it is calm',
    async (why, times, kind) => {
      const { clock, alarms, refusals } = rig();
      for (let left = times - 1; left > 0; left--) refusals.refused(why);
      expect(intakeConditions(alarms.open())).toEqual([]);
      refusals.refused(why);
      expect(of(intakeConditions(alarms.open()))).toEqual([kind]);
      await clock.advance(3 * MINUTE);
      expect(intakeConditions(alarms.open())).toEqual([]);
    },
  );

  test('over a limit of a route is an alarm, but opt-outs that are held are read from the store', () => {
    const { alarms } = rig();
    alarms.over('orange', 'perHour');
    alarms.over('orange', 'optOutsPerMinute');
    alarms.over('*', 'repliesPerHourInAll');
    expect(of(intakeConditions(alarms.open()))).toEqual([
      'intakeOverLimit perHour.orange',
      'intakeOverLimit repliesPerHourInAll',
    ]);
    alarms.stop();
  });
});

test('a drill is an alarm while its last run has failed', () => {
  const status = (result: 'passed' | 'failed') =>
    ({
      drill: 3,
      name: 'nightly',
      running: undefined,
      last: { result, routes: [] },
    }) as unknown as DrillStatus;
  expect(drillConditions([status('failed')])).toMatchObject([{ subject: '3', name: 'nightly' }]);
  expect(drillConditions([status('passed')])).toEqual([]);
});

test('a feed is an alarm while it cannot be read, under its host, without what its address asks for', () => {
  const feed = { url: 'https://cap.example/feed.atom?key=secret', readAt: undefined, taken: 0, refused: 0 };
  expect(feedConditions([{ ...feed, trouble: 'ETIMEDOUT' }])).toMatchObject([
    { subject: 'cap.example/feed.atom', name: 'cap.example' },
  ]);
  expect(feedConditions([{ ...feed, trouble: undefined }])).toEqual([]);
});
