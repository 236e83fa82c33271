import { expect, test } from 'vitest';
import type { DrillRun } from '../../../src/domain/operation/drill.ts';
import type { RoutesControl, RouteView } from '../../../src/domain/routes/routes-control.ts';
import { Metrics } from '../../../src/ops/metrics.ts';
import { observeThisProcess } from '../../../src/ops/process-metrics.ts';
import { modem1, orange } from '../../support/http/fake-routes.ts';

const routesOf = (views: RouteView[]): Pick<RoutesControl, 'list'> => ({ list: () => views });

test('the metrics have for each route its state, rate, latency, parts in flight and backlog', async () => {
  const metrics = new Metrics();
  metrics.observeRoutes(routesOf([orange, modem1]));
  const text = await metrics.text();
  expect(text).toContain('tocsin_route_state{route="orange",state="up"} 1');
  expect(text).toContain('tocsin_route_state{route="modem-1",state="up"} 0');
  expect(text).toContain('tocsin_route_state{route="modem-1",state="down"} 1');
  expect(text).toContain('tocsin_route_rate_parts{route="orange"} 12.5');
  expect(text).toContain('tocsin_route_latency_seconds{route="orange"} 0.031');
  expect(text).toContain('tocsin_route_in_flight_parts{route="orange"} 3');
  expect(text).toContain('tocsin_route_backlog_parts{route="orange"} 7');
  expect(text).toContain('tocsin_route_signal_dbm{route="modem-1"} -71');
});

test('the metrics have for each modem its signal, temperature, balance, and what is left of each limit of its SIM', async () => {
  const metrics = new Metrics();
  metrics.observeRoutes(routesOf([orange, modem1]));
  const text = await metrics.text();
  expect(text).toContain('tocsin_route_rsrp_dbm{route="modem-1"} -90');
  expect(text).not.toContain('tocsin_route_rsrq_db{');
  expect(text).toContain('tocsin_route_temperature_celsius{route="modem-1"} 31.8');
  expect(text).toContain('tocsin_route_sim_balance{route="modem-1"} 10.5');
  expect(text.match(/^tocsin_route_sim_left\{.*$/gm)).toEqual([
    'tocsin_route_sim_left{route="modem-1",limit="perMinute"} 4',
    'tocsin_route_sim_left{route="modem-1",limit="perDay"} 0',
    'tocsin_route_sim_left{route="modem-1",limit="recipientsPerMonth"} 99',
  ]);
});

test('the metrics count refusals of a carrier by status, with 0 for a status that has not come, and none for a modem', async () => {
  const metrics = new Metrics();
  metrics.observeRoutes(routesOf([orange, modem1]));
  await metrics.text();
  const text = await metrics.text();
  expect(text).toContain('# TYPE tocsin_route_refusals_total counter');
  expect(text.match(/^tocsin_route_refusals_total\{.*$/gm)).toEqual([
    'tocsin_route_refusals_total{route="orange",status="ESME_RMSGQFUL"} 0',
    'tocsin_route_refusals_total{route="orange",status="ESME_RTHROTTLED"} 4',
  ]);
});

test('the metrics say which route is set aside as sick, when a message of each priority would be sent, and what was accepted today', async () => {
  const metrics = new Metrics();
  const sick = { ...modem1, quarantine: { reason: 'refused 3 messages in a row', since: 0 } } as RouteView;
  metrics.observeRoutes(routesOf([orange, sick]));
  const text = await metrics.text();
  expect(text).toContain('tocsin_route_quarantined{route="orange"} 0');
  expect(text).toContain('tocsin_route_quarantined{route="modem-1"} 1');
  expect(text.match(/^tocsin_route_eta_seconds\{.*$/gm)).toEqual([
    'tocsin_route_eta_seconds{route="orange",priority="critical"} 0.031',
    'tocsin_route_eta_seconds{route="orange",priority="high"} 0.031',
    'tocsin_route_eta_seconds{route="orange",priority="normal"} 0.031',
    'tocsin_route_eta_seconds{route="orange",priority="low"} 0.091',
  ]);
  expect(text).toContain('tocsin_route_accepted_today_total{route="orange"} 1200');
});

test('the metrics count receipts by route and by what they matched, from 0 on, so that silence can be seen', async () => {
  const metrics = new Metrics();
  const count = metrics.receipts(['orange', 'modem-1']);
  count('orange', 'matched');
  count('orange', 'kept');
  expect((await metrics.text()).match(/^tocsin_receipts_total\{.*$/gm)).toEqual([
    'tocsin_receipts_total{route="orange",match="matched"} 1',
    'tocsin_receipts_total{route="modem-1",match="matched"} 0',
    'tocsin_receipts_total{route="orange",match="kept"} 1',
  ]);
});

test('the metrics omit a value that is not known, instead of giving 0', async () => {
  const metrics = new Metrics();
  metrics.observeRoutes(routesOf([modem1]));
  expect(await metrics.text()).not.toContain('tocsin_route_latency_seconds{');
});

test('a scrape of the metrics shows the present routes, and no route that was removed', async () => {
  const views = [orange, modem1];
  const metrics = new Metrics();
  metrics.observeRoutes(routesOf(views));
  await metrics.text();
  views.splice(0, 2, { ...orange, state: 'down' });
  const text = await metrics.text();
  expect(text).toContain('tocsin_route_state{route="orange",state="down"} 1');
  expect(text).not.toContain('modem-1');
});

test('counters and gauges have the prefix tocsin_, and the metrics include those of the process', async () => {
  const metrics = new Metrics(observeThisProcess);
  metrics.counter('messages', 'Messages by state.', ['state']).inc({ state: 'delivered' }, 3);
  let queued = 4;
  metrics.gauge('queued_messages', 'Messages on disk that no route has.', () => queued);
  expect(await metrics.text()).toContain('tocsin_messages_total{state="delivered"} 3');
  queued = 9;
  const text = await metrics.text();
  expect(text).toContain('tocsin_queued_messages 9');
  expect(text).toContain('process_resident_memory_bytes');
});

test('the metrics have the result of a drill’s last run by route, and nothing before its first run', async () => {
  const metrics = new Metrics();
  const route = { messages: 2, reason: undefined } as const;
  const last: DrillRun = {
    id: 5,
    drill: 1,
    name: 'nightly',
    plannedAt: undefined,
    startedBy: undefined,
    startedAt: 0,
    withinMs: 60_000,
    until: 'delivered',
    interrupted: false,
    result: 'failed',
    reason: 'modem-1: 2 of 2 expired',
    finishedAt: 90_000,
    routes: [
      { ...route, route: 'orange', result: 'passed', arrived: 2, medianMs: 1500, worstMs: 2000 },
      { ...route, route: 'modem-1', result: 'failed', arrived: 0, medianMs: undefined, worstMs: undefined },
    ],
  };
  metrics.observeDrills(() => [
    { drill: 1, name: 'night "1"', running: undefined, last },
    { drill: 2, name: 'new', running: 6, last: undefined },
  ]);
  const text = await metrics.text();
  expect(text.match(/^tocsin_drill_.*$/gm)).toEqual([
    'tocsin_drill_failed{drill="night \\"1\\""} 1',
    'tocsin_drill_finished_timestamp_seconds{drill="night \\"1\\""} 90',
    'tocsin_drill_route_failed{drill="night \\"1\\"",route="orange"} 0',
    'tocsin_drill_route_failed{drill="night \\"1\\"",route="modem-1"} 1',
    'tocsin_drill_route_median_seconds{drill="night \\"1\\"",route="orange"} 1.5',
    'tocsin_drill_route_worst_seconds{drill="night \\"1\\"",route="orange"} 2',
  ]);
});

test('the metrics show calls for help by state, and how long the oldest waits that nobody has taken', async () => {
  const metrics = new Metrics();
  metrics.observeCases(
    {
      caseFigures: async () => ({
        open: 2,
        taken: 1,
        closed: 5,
        waitingSince: 30_000,
        unpaged: 3,
        lastUnpagedAt: 1,
      }),
    },
    { now: () => 90_000 },
  );
  expect((await metrics.text()).match(/^tocsin_case.*$/gm)).toEqual([
    'tocsin_cases{state="open"} 2',
    'tocsin_cases{state="taken"} 1',
    'tocsin_cases{state="closed"} 5',
    'tocsin_cases_unpaged 3',
    'tocsin_case_oldest_waiting_seconds 60',
  ]);
});

test('the metrics count the log lines that were dropped, and give 0 if there were none', async () => {
  const metrics = new Metrics();
  let dropped = 0;
  metrics.observeLog(() => dropped);
  expect(await metrics.text()).toContain('tocsin_log_lines_dropped_total 0');
  dropped = 7;
  await metrics.text();
  expect(await metrics.text()).toContain('tocsin_log_lines_dropped_total 7');
});
