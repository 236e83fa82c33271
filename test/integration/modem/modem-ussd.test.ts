import { expect, test } from 'vitest';
import { modemGateway } from '../../support/modem/on-gateway.ts';

test.each(['generic', 'huawei-e1750', 'cinterion-mc55i'])(
  'the API returns the balance of a SIM in a modem of the family %s (USSD), and messages are sent afterwards',
  async (family) => {
    const { modem, gateway } = await modemGateway({ family });
    const response = await gateway.api.request('POST', '/v1/routes/modem-1/ussd', { code: '*123#' });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ text: '*123#: 10.00 EUR left' });
    const { id } = await gateway.api.send({ to: '+33639980001', text: 'Flood warning' });
    await gateway.api.untilState(id, 'delivered');
    expect(modem.violations).toEqual([]);
  },
);

test('a USSD menu is returned, and its dialogue is ended in the network', async () => {
  const { modem, gateway } = await modemGateway();
  modem.misbehave({ ussd: 'menu' });
  const response = await gateway.api.request('POST', '/v1/routes/modem-1/ussd', { code: '*123#' });
  expect(await response.json()).toEqual({ text: '1 Balance, 2 Options' });
  await modem.until(({ ussdOpen }) => !ussdOpen);
});

test('a USSD request to a modem that is sending is refused', async () => {
  const { modem, gateway } = await modemGateway({ partMs: 600_000 });
  await gateway.api.send({ to: '+33639980001', text: 'Flood warning' });
  await modem.until(({ stats }) => stats.submits === 1);
  const response = await gateway.api.request('POST', '/v1/routes/modem-1/ussd', { code: '*123#' });
  expect(response.status).toBe(409);
  expect(await response.json()).toMatchObject({ detail: 'Not now: the modem is sending.' });
  modem.unplug();
});
