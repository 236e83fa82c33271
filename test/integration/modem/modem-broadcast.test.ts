import { expect, test } from 'vitest';
import { ApiClient } from '../../support/http/api-client.ts';
import { plugIn, startGateway } from '../../support/modem/on-gateway.ts';

const ear = { number: '+33639980001', cellBroadcast: {} };
const WARNING =
  'ALERTE EXTRÊME : rupture du barrage. Quittez la vallée à pied et gagnez les hauteurs. Écoutez la radio.';

interface Broadcast {
  readonly text: string;
  readonly kind: string;
  readonly outcome: string | null;
  readonly alert: number | null;
}

const withEar = async (triggers: object, family = 'generic') => {
  const modem = await plugIn({ family });
  const gateway = await startGateway({
    routes: [{ id: 'ear-1', type: 'modem', device: modem.path, ear }],
    triggers,
  });
  await gateway.api.untilRoute('ear-1', 'up');
  const broadcasts = (holds: (all: readonly Broadcast[]) => boolean) =>
    gateway.api.until(
      async () => (await gateway.api.get<{ items: Broadcast[] }>('/v1/cell-broadcasts')).items,
      holds,
    );
  return { modem, gateway, api: gateway.api, broadcasts };
};

test.each(['generic', 'sim800', 'quectel-ec25', 'huawei-e1750', 'cinterion-mc55i', 'zte-mf190'])(
  'an ear on a modem of the family %s hears a cell broadcast, and goes on to receive messages',
  async (family) => {
    const { modem, api, broadcasts } = await withEar({}, family);
    modem.broadcast({ channel: 4370, serial: 0x1230, text: WARNING, order: [2, 3, 1, 2] });
    const [heard] = await broadcasts(([first]) => first?.text === WARNING);
    expect(heard).toMatchObject({ kind: 'level1', text: WARNING, outcome: null });
    modem.receive({ from: '+33639980009', text: 'Au secours' });
    await api.until(
      () => api.get<{ items: { text: string }[] }>('/v1/inbox'),
      ({ items }) => items.some(({ text }) => text === 'Au secours'),
    );
    expect(modem.violations).toEqual([]);
  },
);

const relayed = {
  name: 'Relais',
  kind: 'live',
  severity: 'severe',
  priority: 'high',
  content: {
    defaultLanguage: 'fr',
    variants: [{ language: 'fr', text: 'Alerte reçue : {consigne}' }],
    placeholders: { consigne: { maxLength: 100 } },
  },
  audience: { include: [{ numbers: ['+33639980001'] }] },
  validFor: 'PT1H',
};

test('a cell broadcast makes a draft of the scenario that its rule names, which is not launched even if the scenario is approved; a test broadcast makes none', async () => {
  const { modem, gateway, broadcasts } = await withEar({
    cellBroadcast: [{ scenario: 'Relais', values: { consigne: '/summary' } }],
  });
  const { api } = gateway;
  const made = await api.request('POST', '/v1/scenarios', relayed);
  const { id } = (await made.json()) as { id: number };
  const approver = new ApiClient(gateway.url, await gateway.token('approver'));
  expect((await approver.request('POST', `/v1/scenarios/${id}/approve`)).status).toBe(200);
  modem.broadcast({ channel: 4380, serial: 1, text: 'Test mensuel' });
  modem.broadcast({ channel: 4370, serial: 2, text: WARNING });
  const all = await broadcasts((items) => items.length === 2 && items[0]?.outcome !== null);
  expect(all).toMatchObject([
    {
      kind: 'level1',
      outcome: 'waiting: a cell broadcast makes drafts only: somebody has to launch the alert',
      alert: expect.any(Number),
    },
    { kind: 'test', outcome: null, alert: null },
  ]);
  expect(await api.get(`/v1/alerts/${all[0]?.alert}`)).toMatchObject({
    state: 'draft',
    source: 'cellBroadcast',
  });
  expect((await api.request('POST', '/v1/triggers/cell-broadcast', { kind: 'level1' })).status).toBe(404);
});

test('a false cell that broadcasts again and again does not hold the launches of other triggers', async () => {
  const rule = { scenario: 'Relais', values: { consigne: '/summary' } };
  const webhooks = [
    { name: 'sirene', rules: [{ scenario: 'Relais', values: { consigne: 'Quittez la vallée' } }] },
  ];
  const { modem, gateway, broadcasts } = await withEar({
    cellBroadcast: [rule],
    webhooks,
    brake: { perMinute: 1 },
  });
  const { api } = gateway;
  const made = await api.request('POST', '/v1/scenarios', relayed);
  const { id } = (await made.json()) as { id: number };
  const approver = new ApiClient(gateway.url, await gateway.token('approver'));
  await approver.request('POST', `/v1/scenarios/${id}/approve`);
  modem.broadcast({ channel: 4370, serial: 1, text: WARNING });
  modem.broadcast({ channel: 4370, serial: 2, text: 'Une autre alerte' });
  const [second] = await broadcasts((items) => items.length === 2 && items[0]?.outcome !== null);
  expect(second?.outcome).toContain('held: the storm brake holds it');
  const taken = await api.request('POST', '/v1/triggers/sirene', {});
  expect(await taken.json()).toMatchObject({ outcomes: [{ result: 'launched' }] });
});

test('an ear on a modem that refuses AT+CSCB works as an ear and as a modem all the same', async () => {
  const { modem, gateway } = await withEar({}, 'wavecom-q2303');
  modem.receive({ from: '+33639980009', text: 'Au secours' });
  await gateway.api.until(
    () => gateway.api.get<{ items: { text: string }[] }>('/v1/inbox'),
    ({ items }) => items.length === 1,
  );
});
