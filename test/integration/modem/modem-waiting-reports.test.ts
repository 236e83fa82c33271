import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { plugIn, startGateway } from '../../support/modem/on-gateway.ts';

test('a status report that waits in the network for an unplugged modem is not lost when the modem is back', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-port-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const device = join(folder, 'modem');
  const modem = await plugIn({ pin: '1234', reportDelayMs: 300, link: device });
  const { api } = await startGateway({ routes: [{ id: 'modem-1', type: 'modem', device, pin: '1234' }] });
  await api.untilRoute('modem-1', 'up');
  const { id } = await api.send({ to: '+33639980001', text: 'Flood warning' });
  await api.untilState(id, 'sent');
  // The modem has lost its settings, and the network sends it the report as soon as the SIM is unlocked.
  await modem.replug();
  await api.untilState(id, 'delivered');
  expect(modem.stats.reportsDropped).toBe(0);
});
