import { createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import { BIND_TRANSCEIVER, GENERIC_NACK } from '../../../support/smpp/command-ids.ts';
import { cstring, pdu } from '../../../support/smpp/scripted-smsc.ts';
import { makeRoute, smppRig } from '../../../support/smpp/smpp-rig.ts';

/** A port on which no server listens. */
const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
};

describe('a carrier that cannot be bound', () => {
  test('because no server listens on its port takes the route down, with that reason', async () => {
    const { route, events } = makeRoute({ port: await freePort() });
    route.start();
    await events.until(() => route.status().reason?.includes('ECONNREFUSED') === true);
    expect(route.status()).toMatchObject({
      state: 'down',
      reason: 'the carrier refuses the connection (ECONNREFUSED)',
      room: 0,
    });
  });

  test('because its host name is unknown takes the route down, with that reason', async () => {
    const { route, events } = makeRoute({ host: 'carrier.invalid' });
    route.start();
    await events.until(() => /host name/.test(route.status().reason ?? ''));
    expect(route.status().state).toBe('down');
  });

  test('because it does not answer the bind is dialled again after the bind time-out', async () => {
    const { route, smsc } = await smppRig({ bindTimeout: '100ms' });
    route.start();
    const first = await smsc.session();
    await first.next(BIND_TRANSCEIVER);
    await smsc.session();
    await first.closed;
    expect(route.status()).toMatchObject({ state: 'down', reason: 'the carrier does not answer the bind' });
  });

  test.each([
    [0x0e, 'the carrier refuses the password (ESME_RINVPASWD)'],
    [0x05, 'the carrier says that the account is already bound (ESME_RALYBND)'],
    [0x0d, 'the carrier says that the bind failed (ESME_RBINDFAIL)'],
    [0x4a1, 'the carrier has an error of its own (command_status 0x000004A1)'],
  ])(
    'because it refuses the bind with status %i gets the bind again and again until it accepts',
    async (status, reason) => {
      const { route, smsc, events } = await smppRig();
      route.start();
      const refusing = await smsc.session();
      await refusing.takeBind(BIND_TRANSCEIVER, status);
      await refusing.closed;
      await events.until(() => route.status().reason === reason);
      await (await smsc.session()).takeBind();
      await events.until(() => route.status().state === 'up');
    },
  );

  test('because it refuses the bind with an unexpected body is shown with the reason of the refusal', async () => {
    const { route, smsc, events } = await smppRig();
    route.start();
    const session = await smsc.session();
    session.answer(await session.next(BIND_TRANSCEIVER), 0x0e, Buffer.from('no NUL and not wanted'));
    await events.until(() => route.status().reason?.includes('ESME_RINVPASWD') === true);
  });

  test('because it answers the bind with generic_nack is tried again', async () => {
    const { route, smsc, events } = await smppRig();
    route.start();
    const session = await smsc.session();
    const bind = await session.next(BIND_TRANSCEIVER);
    session.send(pdu(GENERIC_NACK, 3, bind.sequence));
    await events.until(() => route.status().reason?.includes('ESME_RINVCMDID') === true);
  });
});

test('a bind has the systemId, password, system type and address range of the configuration', async () => {
  const { route, smsc } = await smppRig({ systemType: 'ALERT', addressRange: '^331' });
  route.start();
  const bind = await (await smsc.session()).next(BIND_TRANSCEIVER);
  expect(bind.body).toEqual(
    Buffer.concat([
      cstring('tocsin'),
      cstring('secret'),
      cstring('ALERT'),
      Buffer.of(0x34, 0, 0),
      cstring('^331'),
    ]),
  );
});
