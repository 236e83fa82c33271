import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../../src/kernel/system-clock.ts';
import { Gateway } from '../../support/gateway/gateway.ts';
import { HookServer } from '../../support/http/hook-server.ts';
import { QuickClock } from '../../support/quick-clock.ts';
import { startCarrier } from '../../support/smpp/carrier.ts';

interface AlarmView {
  readonly id: string;
  readonly state: string;
  readonly severity: string;
  readonly times: number;
  readonly toldAt: string | null;
  readonly acknowledgedBy: { readonly name: string } | null;
}

const DUTY = '+33639980098';

test('a carrier that is cut is told by webhook and by SMS over the other one, acknowledged once, and ends when it is back', async () => {
  const [cut, other, hooks] = [await startCarrier(), await startCarrier(), await HookServer.start()];
  onTestFinished(() => hooks.stop());
  const clock = new QuickClock(systemClock.now());
  const carrier = (id: string, port: number) => ({
    id,
    type: 'smpp' as const,
    host: '127.0.0.1',
    port,
    systemId: 'tocsin',
    reconnect: { min: '20ms', max: '200ms' },
  });
  const gateway = await Gateway.start(
    {
      sender: 'PREFECTURE',
      timeZone: 'Europe/Paris',
      routes: [carrier('carrier-a', cut.port), carrier('carrier-b', other.port)],
      plan: [{ tiers: [['carrier-a', 'carrier-b']] }],
      inbound: { duty: [DUTY] },
      webhooks: { allowPrivate: true },
    },
    { clock },
  );
  onTestFinished(() => gateway.stop());
  const { api } = gateway;
  await api.untilRoute('carrier-a', 'up');
  await api.untilRoute('carrier-b', 'up');
  const made = await api.request('POST', '/v1/webhooks', { name: 'w', url: hooks.url, events: ['alarm'] });
  expect(made.status).toBe(201);
  const alarms = async () => (await api.get<{ items: AlarmView[] }>('/v1/alarms')).items;
  const texts = async () => [cut, other].flatMap(({ phones }) => [...phones.texts(DUTY)]);
  expect(await alarms()).toEqual([]);

  cut.cut();
  await api.untilRoute('carrier-a', 'down');
  clock.pass(30);
  const raised = await api.until(alarms, (all) => all.some(({ toldAt }) => toldAt !== null));
  clock.pass(1);
  expect(raised).toMatchObject([
    { id: 'routeDown:carrier-a', state: 'open', severity: 'critical', times: 1, acknowledgedBy: null },
  ]);
  const [first] = await api.until(texts, (all) => all.length === 1);
  expect(first).toMatch(/^Tocsin : voie carrier-a en panne, depuis \d\d:\d\d\./);
  expect(await (await api.request('GET', '/metrics')).text()).toContain(
    'tocsin_alarms_open{kind="routeDown",severity="critical"} 1',
  );

  const path = '/v1/alarms/routeDown:carrier-a';
  const acknowledge = async (role: 'viewer' | 'operator') =>
    fetch(`${gateway.url}${path}/acknowledge`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await gateway.token(role)}` },
    });
  expect((await acknowledge('viewer')).status).toBe(403);
  expect(await (await acknowledge('operator')).json()).toMatchObject({
    state: 'acknowledged',
    acknowledgedBy: { kind: 'system', name: 'test operator' },
  });

  await cut.restore();
  await api.untilRoute('carrier-a', 'up');
  clock.pass(60);
  await api.until(alarms, ([one]) => one?.state === 'ended');
  const told = await api.until(texts, (all) => all.length === 2);
  expect(told).toContainEqual(expect.stringMatching(/^Tocsin, fini : voie carrier-a en panne/));
  clock.pass(1);
  await hooks.until((all) => all.length === 3);
  expect(hooks.received.map(({ body }) => JSON.parse(body).type).toSorted()).toEqual([
    'alarm.acknowledged',
    'alarm.ended',
    'alarm.raised',
  ]);
  expect(hooks.received.map(({ body }) => body).join()).not.toContain(DUTY.slice(1));
});
