import { expect, test } from 'vitest';
import { modemGateway } from '../../support/modem/on-gateway.ts';

test('a modem route with a heartbeat sends the heartbeat message by itself once the modem is up, and the API lists the message', async () => {
  const heartbeat = { to: '+33639980000', every: '24h', text: 'Modem 1 works' };
  const { modem, gateway } = await modemGateway({}, { heartbeat });
  await modem.until(({ phones }) => phones.texts('+33639980000').length > 0);
  expect(modem.phones.texts('+33639980000')).toEqual(['Modem 1 works']);
  const [message] = await gateway.api.until(
    () => gateway.api.messages('&reference=heartbeat%20modem-1'),
    ([first]) => first?.state === 'delivered',
  );
  expect(message).toMatchObject({ priority: 'low', route: 'modem-1', state: 'delivered' });
});
