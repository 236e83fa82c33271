import { describe, expect, test } from 'vitest';
import { modemGateway, plugIn, startGateway } from '../../support/modem/on-gateway.ts';

interface ModemRouteView {
  readonly state: string;
  readonly reason: string | null;
  readonly modem: {
    readonly sim: {
      readonly left: Readonly<Record<string, number | null>>;
      readonly balance: { readonly amount: number | null } | null;
    };
    readonly [key: string]: unknown;
  };
}

const route = (api: { get<T>(path: string): Promise<T> }, id = 'modem-1') =>
  api.get<ModemRouteView>(`/v1/routes/${id}`);

describe('GET /v1/routes of a gateway with a modem', () => {
  test.each([
    ['generic', 'generic', -85, -10, null],
    ['quectel-ec25', 'quectel-ec25', -87, -9, 36],
    ['sim800', 'sim800', null, null, null],
    ['huawei-e1750', 'huawei', null, null, null],
    ['wavecom-q2303', 'wavecom', null, null, null],
    ['cinterion-mc55i', 'cinterion', null, null, null],
    ['zte-mf190', 'zte', null, null, null],
  ])(
    'tells modem, SIM and signal of the family %s, and the modem goes on sending',
    async (family, profile, rsrp, rsrq, temperature) => {
      const { modem, gateway } = await modemGateway({ family, ownNumber: '+33639980042' });
      const told = await gateway.api.until(
        () => route(gateway.api),
        ({ modem: { ownNumber } }) => ownNumber !== null,
      );
      expect(told.modem).toMatchObject({
        profile,
        imei: '490154203237518',
        ownNumber: '+33639980042',
        serviceCentre: '+33199000001',
        operator: 'Test Network',
        temperature,
      });
      const { signal } = await gateway.api
        .until(
          () => route(gateway.api),
          ({ modem: { signal } }) => (signal as { history: readonly unknown[] }).history.length > 0,
        )
        .then((view) => view.modem);
      expect(signal).toMatchObject({
        dbm: -73,
        rsrp,
        rsrq,
        history: [{ dbm: -73, lowestDbm: -73, rsrp, rsrq }],
      });
      const { id } = await gateway.api.send({ to: '+33639980001', text: 'Flood warning' });
      await gateway.api.untilState(id, 'delivered');
      expect(modem.violations).toEqual([]);
    },
  );

  test('tells the balance of the SIM, and shows the route as degraded below the bound', async () => {
    const modem = await plugIn();
    modem.balance = '3.20';
    const balance = { code: '*123#', pattern: '([0-9.]+) EUR', below: 5 };
    const { api } = await startGateway({
      routes: [{ id: 'modem-1', type: 'modem', device: modem.path, balance }],
    });
    const low = await api.until(
      () => route(api),
      ({ state }) => state === 'degraded',
    );
    expect(low.reason).toBe('the balance of its SIM is 3.2, below 5');
    expect(low.modem.sim.balance).toMatchObject({ amount: 3.2, problem: null });
    const { id } = await api.send({ to: '+33639980001', text: 'Flood warning' });
    await api.untilState(id, 'delivered');
  });
});

test('two SIMs that may each write to two recipients a month reach four, and those four again', async () => {
  const modems = [
    await plugIn(),
    await plugIn({ imei: '490154203237526', iccid: '8988211000000000025', imsi: '001010000000002' }),
  ];
  const { api } = await startGateway({
    routes: modems.map(({ path }, index) => ({
      id: `modem-${index + 1}`,
      type: 'modem',
      device: path,
      recipientsPerMonth: 2,
    })),
  });
  for (const id of ['modem-1', 'modem-2']) await api.untilRoute(id, 'up');
  const numbers = [1, 2, 3, 4].map((index) => `+3363998000${index}`);
  const send = async (to: string) => (await api.send({ to, text: 'Flood warning', priority: 'critical' })).id;
  const first = await Promise.all(numbers.map(send));
  for (const id of first) await api.untilState(id, 'delivered');
  for (const id of ['modem-1', 'modem-2']) {
    const { state, modem } = await route(api, id);
    expect(state).toBe('degraded');
    expect(modem.sim.left).toMatchObject({ recipientsPerMonth: 0, perDay: null });
  }
  const again = await Promise.all(numbers.map(send));
  for (const id of again) await api.untilState(id, 'delivered');
  const fifth = await send('+33639980005');
  const { reason } = await api.until(
    () => api.message(fifth),
    ({ state, reason }) => state === 'queued' && reason !== null,
  );
  expect(reason).toMatch(/limit of 2 recipients in any 31 days is reached/);
  for (const { phones } of modems) expect(phones.texts('+33639980005')).toEqual([]);
  expect(modems.flatMap(({ violations }) => violations)).toEqual([]);
});
