import { rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { SmscOptions } from '../../../src/sim/smsc/smsc.ts';
import { GatewayFile } from '../../support/gateway/gateway-file.ts';
import { startCarrier } from '../../support/smpp/carrier.ts';

const FULL_DISK = new URL('../../support/gateway/full-disk.ts', import.meta.url).href;

/** A gateway in front of a carrier, and its disk, which the test fills and clears. */
const gatewayOnDisk = async (options: SmscOptions = {}) => {
  const smsc = await startCarrier({ retryMs: 50, ...options });
  const file = await GatewayFile.make(
    `  - { id: carrier-a, type: smpp, host: 127.0.0.1, port: ${smsc.port}, systemId: tocsin, rate: 5000, reconnect: { min: 20ms, max: 200ms } }`,
  );
  onTestFinished(() => file.remove());
  const flag = join(dirname(file.configFile), 'full');
  const start = () => file.start({ nodeArgs: ['--import', FULL_DISK], env: { FULL_DISK: flag } });
  const api = await start();
  await api.untilRoute('carrier-a', 'up');
  return {
    smsc,
    file,
    api,
    start,
    fill: () => writeFile(flag, ''),
    clear: () => rm(flag),
    ready: async () => (await api.request('GET', '/readyz')).status,
  };
};

test('a gateway with a full disk refuses new messages with 503, loses no accepted message, and accepts new ones by itself once there is room', async () => {
  const { smsc, api, fill, clear, ready } = await gatewayOnDisk();
  const before = await api.send({ to: '+33639980001', text: 'Avant' });
  await api.untilState(before.id, 'delivered');
  smsc.misbehave({ slowMs: 400 });
  const underWay = await api.send({ to: '+33639980002', text: 'Pendant' });
  await smsc.until(({ stats }) => stats.submits === 2);

  await fill();
  const refused = await api.request('POST', '/v1/messages', { to: '+33639980003', text: 'Perdu ?' });
  expect(refused.status).toBe(503);
  expect(refused.headers.get('content-type')).toContain('application/problem+json');
  expect(await ready()).toBe(503);
  // The answer and the receipt come while nothing can be written: the carrier gets an error, and repeats the receipt.
  smsc.calm();
  await smsc.until(({ stats }) => stats.accepted === 2 && stats.receiptsRefused > 3);
  expect(await ready()).toBe(503);
  const batch = await api.request('POST', '/v1/messages/batch', '{"to":"+33639980004","text":"Perdu ?"}\n', {
    'content-type': 'application/x-ndjson',
  });
  expect(batch.status).toBe(503);
  expect((await api.message(underWay.id)).state).toBe('sending');

  await clear();
  await api.until(ready, (status) => status === 200);
  expect(await api.untilState(underWay.id, 'delivered')).toMatchObject({ possibleDuplicate: false });
  const after = await api.send({ to: '+33639980005', text: 'Après' });
  await api.untilState(after.id, 'delivered');
  const all = await api.messages();
  expect(all.map(({ id }) => id).toSorted()).toEqual([before.id, underWay.id, after.id].toSorted());
  expect(smsc.phones.texts('+33639980002')).toEqual(['Pendant']);
  expect(smsc.phones.texts('+33639980003')).toEqual([]);
});

test('a gateway that is killed while its disk is full, and started with room on the disk, has every message that it accepted', async () => {
  const { smsc, file, api, start, fill, clear, ready } = await gatewayOnDisk();
  smsc.misbehave({ slowMs: 60_000 });
  const ids = await Promise.all(
    Array.from({ length: 20 }, async (_, index) => {
      const { id } = await api.send({
        to: `+3363998${String(1000 + index)}`,
        text: 'Alerte',
        onUncertain: 'resend',
      });
      return id;
    }),
  );
  await smsc.until(({ stats }) => stats.submits === 20);
  await fill();
  expect((await api.request('POST', '/v1/messages', { to: '+33639980001', text: 'x' })).status).toBe(503);
  // Every second the watchdog commits a transaction without a write, which a full disk allows: that must not pass for
  // room.
  const looksUntil = Date.now() + 2500;
  await api.until(ready, (status) => {
    expect(status).toBe(503);
    return Date.now() > looksUntil;
  });
  await file.kill();
  await clear();
  smsc.calm();
  const again = await start();
  const all = await again.until(
    () => again.messages(),
    (shown) => shown.every(({ state }) => state === 'delivered'),
  );
  expect(all.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
});

test('a receipt that comes while the gateway is not running delivers its message when the gateway is back', async () => {
  const { smsc, file, api, start } = await gatewayOnDisk({ receiptDelayMs: 1000 });
  const { id } = await api.send({ to: '+33639980001', text: 'Alerte' });
  await api.untilState(id, 'sent');
  await file.kill();
  await smsc.until(({ undelivered }) => undelivered === 1);
  const again = await start();
  expect(await again.untilState(id, 'delivered')).toMatchObject({ possibleDuplicate: false });
  expect(smsc.phones.texts('+33639980001')).toEqual(['Alerte']);
});
