import { afterEach, beforeEach, expect, test } from 'vitest';
import { Smsc } from '../../../src/sim/smsc/smsc.ts';
import { GatewayFile } from '../../support/gateway/gateway-file.ts';
import type { ApiClient } from '../../support/http/api-client.ts';
import { HookServer } from '../../support/http/hook-server.ts';

const NUMBERS = ['+33639980001', '+33639980002'];

/** The wall clock of a gateway that started six minutes later, past the five that a run may take. */
const LATER = `data:text/javascript,
  const wall = Date.now.bind(Date);
  Date.now = () => wall() + 360_000;`;

let carriers: readonly Smsc[];
let hooks: HookServer;
let file: GatewayFile;
beforeEach(async () => {
  carriers = [await Smsc.start(), await Smsc.start()];
  hooks = await HookServer.start();
  const routes = carriers.map(
    ({ port }, index) =>
      `  - { id: carrier-${index + 1}, type: smpp, host: 127.0.0.1, port: ${port}, systemId: tocsin, reconnect: { min: 20ms, max: 200ms } }`,
  );
  file = await GatewayFile.make(`${routes.join('\n')}\nwebhooks: { allowPrivate: true }`);
});
afterEach(async () => {
  await file.remove();
  await hooks.stop();
  for (const carrier of carriers) await carrier.close();
});

interface Run {
  readonly run: number;
  readonly result: string;
  readonly reason: string | null;
  readonly interrupted: boolean;
  readonly messages: readonly { readonly route: string; readonly outcome: string }[];
}

const post = async <T>(api: ApiClient, path: string, body?: object): Promise<T> => {
  const response = await api.request('POST', path, body);
  if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
  return (await response.json()) as T;
};

const runNow = (api: ApiClient) => post<Run>(api, '/v1/drills/1/run');

const untilRun = (api: ApiClient, id: number, holds: (run: Run) => boolean) =>
  api.until(() => api.get<Run>(`/v1/drills/1/runs/${id}`), holds);

/** The events of drills that the webhook got, in their order. */
const told = () =>
  hooks.received.map(({ body }) => JSON.parse(body) as { type: string; data: Record<string, unknown> });

const metricsOf = async (api: ApiClient) => (await api.request('GET', '/metrics')).text();

test('a drill fails for a route that never delivers, even over a kill -9 during the run, and passes once the route delivers', async () => {
  const [good, bad] = carriers;
  if (good === undefined || bad === undefined) throw new Error('there are no carriers');
  bad.misbehave({ noReceipt: true });
  const api = await file.start();
  await post(api, '/v1/webhooks', { name: 'duty room', url: hooks.url, events: ['drill'] });
  await post(api, '/v1/drills', {
    name: 'nightly',
    cron: '0 3 1 1 *',
    timeZone: 'Europe/Paris',
    numbers: NUMBERS,
    text: 'EXERCICE - ne rien faire',
    within: 'PT5M',
  });
  const { run } = await runNow(api);
  await untilRun(
    api,
    run,
    ({ messages }) => messages.filter((one) => one.outcome === 'arrived').length === 2,
  );
  await bad.until(({ stats }) => stats.submits >= NUMBERS.length);
  await file.kill();

  const restarted = await file.start();
  expect((await restarted.request('POST', '/v1/drills/1/run')).status).toBe(409);
  expect(await restarted.get('/v1/drills/1')).toMatchObject({ running: run });
  await file.kill();

  const again = await file.start({ nodeArgs: ['--import', LATER] });
  const failed = await untilRun(again, run, ({ result }) => result !== 'running');
  expect(failed).toMatchObject({ result: 'failed', interrupted: true });
  expect(failed.reason).toMatch(/^carrier-2: .*; the gateway was restarted during the run$/);
  const drill = await again.get<{ alarm: string | null }>('/v1/drills/1');
  expect(drill.alarm).toBe(failed.reason);
  expect(await metricsOf(again)).toContain('tocsin_drill_failed{drill="nightly"} 1');
  await hooks.until((all) => all.length >= 1);

  bad.calm();
  await again.untilRoute('carrier-2', 'up');
  const second = await runNow(again);
  const passed = await untilRun(again, second.run, ({ result }) => result !== 'running');
  expect(passed).toMatchObject({ result: 'passed', reason: null, interrupted: false });
  expect(await again.get('/v1/drills/1')).toMatchObject({ alarm: null, last: { result: 'passed' } });
  expect(await metricsOf(again)).toContain('tocsin_drill_failed{drill="nightly"} 0');
  await hooks.until((all) => all.length >= 2);
  expect(told().map(({ type, data }) => [type, data['before']])).toEqual([
    ['drill.failed', null],
    ['drill.passed', 'failed'],
  ]);
  expect(told()[0]?.data['routes']).toMatchObject([
    { route: 'carrier-1', result: 'passed', arrived: 2 },
    { route: 'carrier-2', result: 'failed', arrived: 0 },
  ]);
  // Each of the two runs sends each number one message by each route, and no message belongs to an alert.
  for (const carrier of carriers)
    expect(NUMBERS.map((number) => carrier.phones.texts(number).length)).toEqual([2, 2]);
  const messages = await again.messages('&reference=drill%201');
  expect(messages.map(({ alert }) => alert)).toEqual(Array.from({ length: 8 }, () => null));
});
