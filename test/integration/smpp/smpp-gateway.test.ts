import { expect, onTestFinished, test } from 'vitest';
import { Smsc, type SmscOptions } from '../../../src/sim/smsc/smsc.ts';
import { type ConfigInput, Gateway } from '../../support/gateway/gateway.ts';
import { ApiClient } from '../../support/http/api-client.ts';

const PASSWORD = 'hush-4f2';

/** A whole gateway bound to a simulated carrier. */
const rig = async (
  options: SmscOptions = {},
  fields: Record<string, unknown> = {},
  config: Partial<ConfigInput> = {},
) => {
  const smsc = await Smsc.start(options);
  onTestFinished(() => smsc.close());
  const gateway = await Gateway.start({
    sender: 'PREFECTURE',
    uncertainGrace: '100ms',
    ...config,
    routes: [
      {
        id: 'orange',
        type: 'smpp',
        host: '127.0.0.1',
        port: smsc.port,
        systemId: 'tocsin',
        password: PASSWORD,
        reconnect: { min: '20ms', max: '100ms' },
        ...fields,
      },
    ],
  });
  onTestFinished(() => gateway.stop());
  return { smsc, gateway, api: gateway.api };
};

interface TraceView {
  readonly until: string | null;
  readonly lines: readonly { readonly direction: string; readonly pdu: string }[];
}

test('a trace shows each PDU masked, including those of a new bind, and never the password', async () => {
  const { smsc, gateway, api } = await rig();
  const operator = new ApiClient(gateway.url, await gateway.token('operator'));
  await api.untilRoute('orange', 'up');
  const begun = await operator.request('POST', '/v1/routes/orange/trace', { for: 'PT5M' });
  expect(begun.status).toBe(200);
  smsc.drop();
  await api.untilState((await api.send({ to: '+33639980001', text: 'Crue' })).id, 'delivered');

  const trace = await operator.get<TraceView>('/v1/routes/orange/trace');
  const shown = JSON.stringify(trace);
  expect(trace.lines.map(({ direction, pdu }) => `${direction} ${pdu.split(' ', 1)[0]}`)).toEqual(
    expect.arrayContaining([
      'sent bind_transceiver',
      'received bind_transceiver_resp',
      'sent submit_sm',
      'received submit_sm_resp',
      'received deliver_sm',
      'sent deliver_sm_resp',
    ]),
  );
  expect(shown).toMatch(/submit_sm \d+, \d+ octets, from PREF…RE to 3363…01/);
  for (const secret of [PASSWORD, Buffer.from(PASSWORD).toString('hex'), '33639980001', 'Crue']) {
    expect(shown).not.toContain(secret);
  }
});

test('an unmasked trace, started by an admin, shows octets but not those of the password and of texts', async () => {
  const { smsc, api } = await rig();
  await api.untilRoute('orange', 'up');
  await api.request('POST', '/v1/routes/orange/trace', { for: 'PT5M', unmasked: true });
  smsc.drop();
  await api.untilState((await api.send({ to: '+33639980001', text: 'Crue' })).id, 'delivered');
  const shown = JSON.stringify(await api.get<TraceView>('/v1/routes/orange/trace'));
  expect(shown).toContain(Buffer.from('33639980001\0').toString('hex'));
  expect(shown).not.toContain(PASSWORD);
  expect(shown).not.toContain(Buffer.from(PASSWORD).toString('hex'));
  expect(shown).not.toContain(Buffer.from('Crue').toString('hex'));
});

test('a flash message has message class 0 at the carrier in each alphabet, and the API shows it as flash', async () => {
  const { smsc, api } = await rig();
  for (const text of ['Montez !', 'Тревога']) {
    const { id, flash } = await api.send({ to: '+33639980003', text, flash: true });
    expect(flash).toBe(true);
    expect(await api.untilState(id, 'delivered')).toMatchObject({ flash: true });
  }
  expect(await api.send({ to: '+33639980004', text: 'Montez !' })).toMatchObject({ flash: false });
  expect(smsc.phones.parts('+33639980003')).toMatchObject([
    { text: 'Montez !', dataCoding: 0x10 },
    { text: 'Тревога', dataCoding: 0x18 },
  ]);
  expect(smsc.violations).toEqual([]);
});

test('the sender address is chosen by the prefix of the recipient’s number, unless the message has a "from"', async () => {
  const senders = [{ prefix: ['+33199'], sender: '36180' }];
  const { smsc, api } = await rig({}, {}, { senders });
  const sent = [
    await api.send({ to: '+33199000001', text: 'Crue' }),
    await api.send({ to: '+33199000002', text: 'Crue', from: 'MAIRIE' }),
    await api.send({ to: '+33639980005', text: 'Crue' }),
  ];
  for (const { id } of sent) await api.untilState(id, 'delivered');
  expect(sent.map(({ from }) => from)).toEqual(['36180', 'MAIRIE', 'PREFECTURE']);
  expect(sent.map(({ to }) => smsc.phones.shown(to)[0]?.from)).toEqual(['36180', 'MAIRIE', 'PREFECTURE']);
});

test('the spelling of message ids in a carrier’s receipts is learnt, and shown with the route', async () => {
  const { api } = await rig({ ids: 'mixed' });
  const route = await api.untilRoute('orange', 'up');
  expect(route.receiptId).toBeNull();
  for (let sent = 0; sent < 20; sent++) {
    await api.untilState((await api.send({ to: '+33639980002', text: `Alerte ${sent}` })).id, 'delivered');
  }
  expect((await api.untilRoute('orange', 'up')).receiptId).toBe('dec');
});

test('a carrier whose queue is full (ESME_RMSGQFUL) gets fewer parts, no message fails, and its refusals are counted by status', async () => {
  const { smsc, api } = await rig();
  await api.untilRoute('orange', 'up');
  smsc.misbehave({ queueFullAbove: 5, refuseNumbers: new Set(['+33639980099']) });
  const wrong = await api.send({ to: '+33639980099', text: 'Crue' });
  await api.untilState(wrong.id, 'failed');
  const sent = Array.from({ length: 12 }, (_, index) => ({ to: `+336399800${10 + index}`, text: 'Crue' }));
  expect((await api.sendBatch(sent)).accepted).toBe(12);
  await smsc.until(({ phones }) => phones.shownCount === 12);
  await api.until(
    () => api.messages(),
    (all) => all.filter(({ state }) => state === 'delivered').length === 12,
  );
  const { queueFull } = smsc.stats;
  expect(queueFull).toBeGreaterThan(0);
  expect((await api.untilRoute('orange', 'up')).refusals).toEqual([
    { status: 'ESME_RMSGQFUL', count: queueFull },
    { status: 'ESME_RTHROTTLED', count: 0 },
    // The only route is asked twice.
    { status: 'ESME_RINVDSTADR', count: 2 },
  ]);
  const metrics = await (await api.request('GET', '/metrics')).text();
  expect(metrics).toContain(
    `tocsin_route_refusals_total{route="orange",status="ESME_RMSGQFUL"} ${queueFull}`,
  );
  expect(metrics).toContain('tocsin_route_refusals_total{route="orange",status="ESME_RTHROTTLED"} 0');
  expect(metrics).toContain('tocsin_route_refusals_total{route="orange",status="ESME_RINVDSTADR"} 2');
});
