import { expect, test } from 'vitest';
import { modemGateway, plugIn, startGateway } from '../support/modem/on-gateway.ts';

test('a wrong PIN is tried once more only when an admin clears its latch, and never a PUK', async () => {
  const modem = await plugIn({ pin: '4321' });
  const gateway = await startGateway({
    routes: [{ id: 'modem-1', type: 'modem', device: modem.path, pin: '1111' }],
  });
  const { api } = gateway;
  const refused = () =>
    api.until(
      () => api.get<{ state: string; reason: string }>('/v1/routes/modem-1'),
      ({ reason }) => /refused its PIN/.test(reason),
    );
  await refused();
  expect(modem.stats.pinAttempts).toBe(1);
  const response = await api.request('POST', '/v1/routes/modem-1/pin/clear');
  expect(response.status).toBe(200);
  await modem.until(({ stats }) => stats.pinAttempts === 2);
  expect((await refused()).state).toBe('down');
  expect(modem.stats).toMatchObject({ pinAttempts: 2, pukAttempts: 0 });
});

test('a SIM that the network refused serves again as soon as an operator restores it', async () => {
  const { modem, gateway } = await modemGateway();
  const { api } = gateway;
  modem.misbehave({ cmsError: 10 });
  await api.send({ to: '+33639980001', text: 'Flood warning' });
  const down = await api.untilRoute('modem-1', 'down');
  expect(down.reason).toMatch(/SIM is set aside until .*call barred/);
  modem.calm();
  expect((await api.request('POST', '/v1/routes/modem-1/sim/restore')).status).toBe(200);
  await api.untilRoute('modem-1', 'up');
  const { id } = await api.send({ to: '+33639980002', text: 'Flood warning' });
  await api.untilState(id, 'delivered');
});
