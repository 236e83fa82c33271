import { expect, test } from 'vitest';
import { plugIn, startGateway } from '../../support/modem/on-gateway.ts';

test('a modem with two SIMs that may each send two parts a day sends four messages, two by each SIM, and enters each PIN once', async () => {
  const modem = await plugIn({
    family: 'quectel-ec25',
    pin: '1111',
    secondSim: { iccid: '8988211000000000025', imsi: '001010000000002', pin: '2222' },
  });
  const { api } = await startGateway({
    routes: [
      {
        id: 'modem-1',
        type: 'modem',
        device: modem.path,
        limits: { perDay: 2 },
        simSlots: [
          { slot: 1, pin: '1111' },
          { slot: 2, pin: '2222' },
        ],
      },
    ],
  });
  const numbers = [1, 2, 3, 4].map((index) => `+3363998000${index}`);
  for (const to of numbers) {
    const { id } = await api.send({ to, text: 'Flood warning', priority: 'critical' });
    await api.untilState(id, 'delivered');
  }
  expect(modem.slot).toBe(2);
  const senders = numbers.flatMap((to) => modem.phones.shown(to.slice(1)).map(({ from }) => from));
  expect(senders).toEqual(['001010000000001', '001010000000001', '001010000000002', '001010000000002']);
  expect(modem.stats.pinAttempts).toBe(2);
  expect(modem.violations).toEqual([]);
});
