import { rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { GatewayFile } from '../../support/gateway/gateway-file.ts';
import { startCarrier } from '../../support/smpp/carrier.ts';

const LITTLE_DISK = new URL('../../support/gateway/little-disk.ts', import.meta.url).href;

test('on a disk that is full up to its reserve, new messages are refused, receipts are stored, and intake opens again automatically', async () => {
  const smsc = await startCarrier({ retryMs: 50 });
  const file = await GatewayFile.make(
    `  - { id: carrier-a, type: smpp, host: 127.0.0.1, port: ${smsc.port}, systemId: tocsin }`,
  );
  onTestFinished(() => file.remove());
  const flag = join(dirname(file.configFile), 'little');
  const lines: string[] = [];
  const api = await file.start({
    nodeArgs: ['--import', LITTLE_DISK],
    env: { LITTLE_DISK: flag },
    heard: (line) => lines.push(line),
  });
  const ready = async () => (await api.request('GET', '/readyz')).status;
  await api.untilRoute('carrier-a', 'up');
  smsc.misbehave({ slowMs: 3000 });
  const underWay = await api.send({ to: '+33639980001', text: 'Avant' });
  await smsc.until(({ stats }) => stats.submits === 1);

  await writeFile(flag, '');
  await api.until(ready, (status) => status === 503);
  const refused = await api.request('POST', '/v1/messages', { to: '+33639980002', text: 'Trop' });
  expect(refused.status).toBe(503);
  expect(await refused.json()).toMatchObject({ type: expect.stringContaining('store-unavailable') });
  expect(await (await api.request('GET', '/metrics')).text()).toContain('tocsin_disk_reserve_reached 1');
  await api.until(
    () => api.get<{ items: { id: string; state: string }[] }>('/v1/alarms'),
    ({ items }) => items.some(({ id, state }) => id === 'diskReserve' && state === 'open'),
  );
  // The log comes through a pipe, after the answers of the API.
  const isTold = (line: string) =>
    line.includes('the disk is full up to its reserve: nothing new is accepted');
  await api.until(
    async () => lines,
    (told) => told.some(isTold),
  );
  // The answer and the receipt of the message under way are stored; a message from a phone has to be sent again.
  smsc.calm();
  await api.untilState(underWay.id, 'delivered');
  const written = smsc.sendInbound({ from: '+33639980003', to: '38002', text: 'Au secours' });
  await smsc.until(({ stats }) => stats.inboundRefused > 2);
  expect(await ready()).toBe(503);

  await rm(flag);
  await api.until(ready, (status) => status === 200);
  const after = await api.send({ to: '+33639980004', text: 'Après' });
  await api.untilState(after.id, 'delivered');
  await written;
  await api.until(
    () => api.get<{ items: { text: string }[] }>('/v1/inbox'),
    ({ items }) => items.some(({ text }) => text === 'Au secours'),
  );
});
