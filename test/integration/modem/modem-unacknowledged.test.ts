import { expect, test } from 'vitest';
import { helloNumber, helloReported, prepare, terminalOn } from '../../support/modem/modem-rig.ts';
import { plugIn, startGateway } from '../../support/modem/on-gateway.ts';

test('a status report that a killed gateway (SIGKILL) left unacknowledged does not keep back the status reports of the next gateway', async () => {
  const modem = await plugIn({ acknowledgeMs: 600_000 });
  const before = await terminalOn(modem.path);
  await prepare(before);
  await before.ask('AT+CSMS=1');
  await before.send(helloReported.pdu, helloReported.length);
  await before.until(/CDS: 25\r\n.*\r\n/);
  await before.close();

  const { api } = await startGateway({ routes: [{ id: 'modem-1', type: 'modem', device: modem.path }] });
  const { id } = await api.send({ to: '+33639980001', text: 'Flood warning' });
  await api.untilState(id, 'delivered');
  // The earlier report comes again and is stored; it matches no message of this gateway.
  const { items } = await api.get<{ items: { to: string }[] }>('/v1/receipts?unmatched=true');
  expect(items.map(({ to }) => to)).toEqual([helloNumber]);
  expect(modem.stats.reportsDropped).toBe(0);
});
