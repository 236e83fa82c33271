import { kill } from 'node:process';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { GatewayProcess } from '../../../scripts/lib/gateway-process.ts';
import { Smsc } from '../../../src/sim/smsc/smsc.ts';
import { GatewayFile } from '../../support/gateway/gateway-file.ts';
import { ApiClient } from '../../support/http/api-client.ts';

/** Each SIGUSR2 sets the wall clock of the process back by an hour. */
const SETTABLE_CLOCK = `data:text/javascript,
  const wall = Date.now.bind(Date);
  let set = 0;
  Date.now = () => wall() + set;
  process.on('SIGUSR2', () => { set -= 3_600_000; });`;

let smsc: Smsc;
let file: GatewayFile;
let gateway: GatewayProcess;
let api: ApiClient;

beforeEach(async () => {
  smsc = await Smsc.start();
  file = await GatewayFile.make(
    `  - { id: carrier-a, type: smpp, host: 127.0.0.1, port: ${smsc.port}, systemId: tocsin, responseTimeout: 500ms, reconnect: { min: 50ms, max: 200ms } }`,
  );
  gateway = await GatewayProcess.start(file.configFile, { nodeArgs: ['--import', SETTABLE_CLOCK] });
  api = new ApiClient(gateway.url, await GatewayProcess.createToken(file.configFile, 'test', 'admin'));
});

afterEach(async () => {
  await gateway.stop('SIGKILL');
  await file.remove();
  await smsc.close();
});

const setBack = () => kill(gateway.pid ?? 0, 'SIGUSR2');

test('after the clock is set back by an hour, a carrier that comes back is reconnected soon, not after an hour', async () => {
  await api.untilRoute('carrier-a', 'up');
  smsc.cut();
  await api.untilRoute('carrier-a', 'down');
  const { id } = await api.send({ to: '+33639980001', text: 'Alerte' });
  setBack();
  await smsc.restore();
  await api.untilState(id, 'delivered');
});

test('after the clock is set back by an hour, an unanswered submit times out at its normal time, not after an hour', async () => {
  smsc.misbehave({ swallow: 1 });
  const { id } = await api.send({ to: '+33639980002', text: 'Alerte', onUncertain: 'resend' });
  await smsc.until(({ stats }) => stats.swallowed === 1);
  setBack();
  smsc.calm();
  expect(await api.untilState(id, 'delivered')).toMatchObject({ possibleDuplicate: true });
});
