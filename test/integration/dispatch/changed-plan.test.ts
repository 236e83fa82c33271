import { readFile, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Smsc } from '../../../src/sim/smsc/smsc.ts';
import { GatewayFile } from '../../support/gateway/gateway-file.ts';

let smsc: Smsc;
let file: GatewayFile;

beforeEach(async () => {
  smsc = await Smsc.start();
  file = await GatewayFile.make(
    `  - { id: carrier-a, type: smpp, host: 127.0.0.1, port: ${smsc.port}, systemId: tocsin, reconnect: { min: 20ms, max: 200ms } }`,
  );
});

afterEach(async () => {
  await file.remove();
  await smsc.close();
});

test('a message that was being sent when the gateway was killed is sent again, even if its route was renamed meanwhile', async () => {
  smsc.misbehave({ swallow: 1 });
  const before = await file.start();
  const { id } = await before.send({ to: '+33639980001', text: 'Alerte', onUncertain: 'resend' });
  await smsc.until(({ stats }) => stats.swallowed === 1);
  await file.kill();
  smsc.calm();

  const config = await readFile(file.configFile, 'utf8');
  await writeFile(file.configFile, config.replace('carrier-a', 'carrier-b'));
  const after = await file.start();
  const message = await after.untilState(id, 'delivered', 'uncertain', 'failed');
  expect(message).toMatchObject({ state: 'delivered', route: 'carrier-b', possibleDuplicate: true });
});
