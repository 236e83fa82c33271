import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../../src/kernel/system-clock.ts';
import { ModemBench } from '../../support/modem/bench.ts';
import { modemGateway, plugIn, startGateway } from '../../support/modem/on-gateway.ts';
import { openSqliteStore } from '../../support/store/sqlite-store.ts';

test('a wrong PIN is tried only once, even over ten restarts on the same disk and on two ports', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-sim-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const modem = await plugIn({ pin: '4321' });
  for (let restart = 0; restart < 10; restart++) {
    await modem.replug();
    const device = join(folder, `ttyUSB${restart % 2}`);
    await rm(device, { force: true });
    await symlink(modem.path, device);
    const store = await openSqliteStore(join(folder, 'tocsin.db'), systemClock);
    const { route, told } = new ModemBench({ device, pin: '1111' }, store);
    route.start();
    await told.until(() => /PIN/.test(route.status().reason ?? ''));
    expect(route.status().state).toBe('down');
    await route.stop(AbortSignal.abort());
    await store.close();
  }
  expect(modem.stats).toMatchObject({ pinAttempts: 1, pukAttempts: 0 });
});

test('a wrong PIN is tried once more only when an admin clears its latch, and a PUK is never entered', async () => {
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

test('a SIM that the network refused is used again as soon as an operator restores it', async () => {
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
