import { afterEach, beforeEach, expect, test } from 'vitest';
import { Gateway } from '../../support/gateway/gateway.ts';
import { HookServer, isSignedBy } from '../../support/http/hook-server.ts';

let hooks: HookServer;
let gateway: Gateway;
beforeEach(async () => {
  hooks = await HookServer.start();
});
afterEach(async () => {
  await gateway.stop();
  await hooks.stop();
});

// No carrier listens there, so that the route stays down.
const route = {
  id: 'nowhere',
  type: 'smpp',
  host: '127.0.0.1',
  port: 1,
  systemId: 'x',
  password: 'x',
} as const;
const start = async (allowPrivate = true) => {
  gateway = await Gateway.start({ routes: [route], sender: 'PREFECTURE', webhooks: { allowPrivate } });
};

interface Made {
  readonly id: number;
  readonly secret: string;
}

const make = async (events: readonly string[], url = hooks.url): Promise<Made> => {
  const response = await gateway.api.request('POST', '/v1/webhooks', { name: 'town hall', url, events });
  if (response.status !== 201) throw new Error(`${response.status}: ${await response.text()}`);
  return (await response.json()) as Made;
};

interface DeliveryView {
  readonly id: number;
  readonly type: string;
  readonly state: string;
  readonly outcome: string | null;
}
const deliveriesOf = async (id: number) =>
  (await gateway.api.get<{ items: DeliveryView[] }>(`/v1/webhooks/${id}/deliveries`)).items;
const untilState = (id: number, state: string) =>
  gateway.api.until(
    () => deliveriesOf(id),
    (all) => all.length > 0 && all.every((one) => one.state === state),
  );

const typesOf = () => hooks.received.map(({ body }) => JSON.parse(body).type);

test('a webhook gets the events that it asks for, signed with the secret that was shown once', async () => {
  await start();
  const { id, secret } = await make(['route.disabled', 'message.cancelled', 'webhook.test']);
  expect(await (await gateway.api.request('GET', `/v1/webhooks/${id}`)).text()).not.toContain(secret);
  await gateway.api.request('POST', '/v1/routes/nowhere/disable');
  await hooks.until((all) => all.length === 1);
  const message = await gateway.api.send({ to: '+33639980001', text: 'Montez.', reference: 'flood-117' });
  await gateway.api.request('POST', `/v1/messages/${message.id}/cancel`);
  await hooks.until((all) => all.length === 2);
  await gateway.api.request('POST', `/v1/webhooks/${id}/test`);
  await hooks.until((all) => all.length === 3);
  expect(typesOf()).toEqual(['route.disabled', 'message.cancelled', 'webhook.test']);
  expect(JSON.parse(hooks.received[1]?.body ?? '')).toMatchObject({
    timestamp: expect.stringMatching(/Z$/),
    data: { id: message.id, state: 'cancelled', reference: 'flood-117' },
  });
  for (const received of hooks.received) {
    expect(isSignedBy(secret, received)).toBe(true);
    expect(received.headers['content-type']).toBe('application/json');
  }
  await untilState(id, 'delivered');
});

test('events for a webhook that is unreachable are delivered after a restart of the gateway, once the webhook is reachable', async () => {
  await start();
  const dead = await HookServer.start();
  const { url, port } = dead;
  await dead.stop();
  const { id } = await make(['route.disabled'], url);
  await gateway.api.request('POST', '/v1/routes/nowhere/disable');
  await gateway.api.until(
    () => deliveriesOf(id),
    ([one]) => one?.outcome?.includes('ECONNREFUSED') === true,
  );
  // The gateway accepts messages all the same.
  expect((await gateway.api.send({ to: '+33639980001', text: 'Montez.' })).state).toBe('queued');
  gateway = await gateway.restart();
  const body = { name: 'town hall', url: hooks.url, events: ['route.disabled'] };
  expect((await gateway.api.request('PUT', `/v1/webhooks/${id}`, body)).status).toBe(200);
  await hooks.until((all) => all.length === 1);
  expect(typesOf()).toEqual(['route.disabled']);
  expect(port).not.toBe(hooks.port);
});

test('a redirect by a webhook’s server is not followed, and the delivery shows that', async () => {
  await start();
  const inside = await HookServer.start();
  hooks.respond = (_request, response) => {
    response.writeHead(307, { location: inside.url }).end();
  };
  const { id } = await make(['webhook.test']);
  await gateway.api.request('POST', `/v1/webhooks/${id}/test`);
  await gateway.api.until(
    () => deliveriesOf(id),
    ([one]) => one?.outcome === 'answered 307: redirects are not followed',
  );
  expect(inside.received).toEqual([]);
  await inside.stop();
});

test('an answer 410 disables a webhook, another webhook gets the event, and an admin can enable it and replay its deliveries', async () => {
  await start();
  let gone = true;
  hooks.respond = ({ path }, response) => {
    response.writeHead(path === '/hook' && gone ? 410 : 200).end();
  };
  const { id } = await make(['webhook.test']);
  await make(['webhook.disabled'], `${hooks.url}/other`);
  await gateway.api.request('POST', `/v1/webhooks/${id}/test`);
  const received = await hooks.until((all) => all.some(({ path }) => path === '/hook/other'));
  expect(JSON.parse(received.at(-1)?.body ?? '')).toMatchObject({
    type: 'webhook.disabled',
    data: { webhook: id, reason: 'it answered 410 (gone)' },
  });
  expect(await gateway.api.get(`/v1/webhooks/${id}`)).toMatchObject({
    enabled: false,
    disabledReason: 'it answered 410 (gone)',
  });
  gone = false;
  await gateway.api.request('PUT', `/v1/webhooks/${id}`, {
    name: 'x',
    url: hooks.url,
    events: ['webhook.test'],
  });
  const [failed] = await untilState(id, 'failed');
  await gateway.api.request('POST', `/v1/webhooks/${id}/deliveries/${failed?.id}/replay`);
  await untilState(id, 'delivered');
  const ids = hooks.received
    .filter(({ path }) => path === '/hook')
    .map(({ headers }) => headers['webhook-id']);
  expect(ids).toEqual([`evt_${failed?.id}`, `evt_${failed?.id}`]);
});

test.each([
  'http://127.0.0.1/',
  'https://127.0.0.1/',
  'https://[::1]/',
  'https://0x7f.1/',
  'https://10.0.0.1/',
])('the webhook URL %s is refused unless private addresses are allowed', async (url) => {
  await start(false);
  const response = await gateway.api.request('POST', '/v1/webhooks', { name: 'x', url, events: ['alert'] });
  expect(response.status).toBe(422);
  expect(await response.json()).toMatchObject({ errors: [{ path: 'url' }] });
});

test('a webhook whose name resolves to this machine is refused at the delivery', async () => {
  await start(false);
  const { id } = await make(['webhook.test'], `https://localhost:${hooks.port}/hook`);
  await gateway.api.request('POST', `/v1/webhooks/${id}/test`);
  await gateway.api.until(
    () => deliveriesOf(id),
    ([one]) => one?.outcome === 'localhost is at no address of the internet',
  );
  expect(hooks.received).toEqual([]);
});
