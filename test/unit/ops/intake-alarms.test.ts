import { expect, test } from 'vitest';
import { IntakeAlarms } from '../../../src/ops/intake-alarms.ts';
import { Metrics } from '../../../src/ops/metrics.ts';
import { RouteAlarms } from '../../../src/ops/route-alarms.ts';
import { recordingLog } from '../../support/smpp/route-recorder.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const MINUTE_MS = 60_000;

const rig = () => {
  const clock = new VirtualClock();
  const log = recordingLog();
  const metrics = new Metrics();
  const shown = new Map<string, string | undefined>();
  const routeAlarms = new RouteAlarms((route, reason) => shown.set(route, reason));
  const counter = metrics.counter<'route' | 'limit'>('intake_over_limit', 'x', ['route', 'limit']);
  const alarm = (route: string, reason: string | undefined) => routeAlarms.set('intake', route, reason);
  const alarms = new IntakeAlarms({ alarm, counter, clock, log });
  return { clock, log, metrics, shown, routeAlarms, alarms };
};

test('exceeding a limit of the intake is logged at once, then once a minute, and when it has ended', async () => {
  const { alarms, clock, log, metrics, shown } = rig();
  for (let index = 0; index < 1000; index++) alarms.over('orange', 'incomplete');
  expect(log.lines).toMatchObject([{ level: 'warn', fields: { route: 'orange', limit: 'incomplete' } }]);
  expect(shown.get('orange')).toContain('incomplete long messages');
  await clock.advance(MINUTE_MS);
  expect(log.lines.at(-1)).toMatchObject({ level: 'warn', fields: { lastMinute: 999, inAll: 1000 } });
  await clock.advance(MINUTE_MS);
  expect(log.lines).toHaveLength(3);
  expect(log.lines.at(-1)).toMatchObject({ level: 'info', fields: { inAll: 1000 } });
  expect(shown.get('orange')).toBeUndefined();
  expect(clock.pending).toBe(0);
  expect(await metrics.text()).toContain(
    'tocsin_intake_over_limit_total{route="orange",limit="incomplete"} 1000',
  );
});

test('a phone that exceeds its hourly limit is logged, and raises no alarm on its route', () => {
  const { alarms, log, shown } = rig();
  alarms.over('orange', 'perSenderPerHour');
  expect(log.lines).toHaveLength(1);
  expect(shown.get('orange')).toBeUndefined();
});

test('a route shows the reasons of all its alarms, and an alarm that ends leaves the others', async () => {
  const { alarms, routeAlarms, clock, shown } = rig();
  routeAlarms.set('heartbeat', 'modem-1', 'the heartbeat did not arrive');
  alarms.over('modem-1', 'unmatchedReceipts');
  expect(shown.get('modem-1')).toMatch(/^the heartbeat did not arrive; more receipts /);
  await clock.advance(MINUTE_MS);
  expect(shown.get('modem-1')).toBe('the heartbeat did not arrive');
});

test('no timer is left after the intake alarms are stopped', () => {
  const { alarms, clock } = rig();
  alarms.over('orange', 'perHour');
  alarms.over('modem-1', 'perHour');
  alarms.stop();
  expect(clock.pending).toBe(0);
});
