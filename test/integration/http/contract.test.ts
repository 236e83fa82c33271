import { afterAll, beforeAll, expect, test } from 'vitest';
import { Smsc } from '../../../src/sim/smsc/smsc.ts';
import { AlertClient } from '../../support/alerts/alert-client.ts';
import { Gateway } from '../../support/gateway/gateway.ts';

// What a client from outside relies on: paths, statuses and names of fields, on one gateway.
const TO = '+33639980001';
const SYSTEM = { kind: 'system', id: expect.stringMatching(/^[\w-]{12}$/), name: 'test admin' };
const CONTENT = {
  defaultLanguage: 'fr',
  variants: [{ language: 'fr', text: 'Crue. Montez.', short: 'Crue.' }],
};

let carrier: Smsc;
let gateway: Gateway;
let operator: AlertClient;
beforeAll(async () => {
  carrier = await Smsc.start();
  const route = { id: 'orange', type: 'smpp', host: '127.0.0.1', port: carrier.port, systemId: 'x' } as const;
  gateway = await Gateway.start({
    routes: [{ ...route, password: '' }],
    sender: 'PREFECTURE',
    alerts: { testNumbers: [TO] },
  });
  operator = AlertClient.of(gateway.api);
  await gateway.api.untilRoute('orange', 'up');
});
afterAll(async () => {
  await gateway.stop();
  await carrier.close();
});

const ask = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
  const response = await gateway.api.request(method, path, body, headers);
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: text === '' ? undefined : JSON.parse(text),
  };
};
const draft = (title: string) => ({
  title,
  kind: 'live',
  content: CONTENT,
  audience: { include: [{ numbers: [TO] }] },
});

test('a message is answered with 202, Location and all its fields, and shows its owner wherever it is shown', async () => {
  const made = await ask('POST', '/v1/messages', { to: TO, text: 'Bonjour' }, { 'x-request-id': 'mine-1' });
  const { id } = made.body;
  expect([made.status, made.headers.get('location')]).toEqual([202, `/v1/messages/${id}`]);
  expect(made.headers.get('x-request-id')).toBe('mine-1');
  for (const field of [
    'from',
    'reason',
    'reference',
    'route',
    'createdAt',
    'validUntil',
    'sentAt',
    'finalAt',
  ])
    expect(made.body).toHaveProperty(field);
  expect(made.body).toMatchObject({
    to: TO,
    text: 'Bonjour',
    state: 'queued',
    priority: 'normal',
    encoding: 'gsm7',
    parts: 1,
    possibleDuplicate: false,
    owner: SYSTEM,
  });
  await gateway.api.untilState(id, 'delivered');
  const { body } = await ask('GET', `/v1/messages/${id}`);
  expect(body.owner).toEqual(made.body.owner);
  for (const field of ['at', 'from', 'to', 'route', 'part', 'reason', 'evidence'])
    expect(body.timeline[0]).toHaveProperty(field);
  const listed = await ask('GET', `/v1/messages?state=delivered&to=${encodeURIComponent(TO)}&limit=1`);
  expect(listed.body).toMatchObject({ items: [{ owner: body.owner }] });
  expect(listed.body).toHaveProperty('next');
  expect((await ask('POST', `/v1/messages/${id}/cancel`)).status).toBe(409);
});

test('wrong fields are all listed at once in a problem with a stable type', async () => {
  const { status, headers, body } = await ask('POST', '/v1/messages', { to: 'x', priority: 'y', more: 1 });
  expect([status, headers.get('content-type')]).toEqual([422, 'application/problem+json']);
  expect(body.type).toMatch(/:validation$/);
  expect(body.errors.map(({ path }: { path: string }) => path).sort()).toEqual([
    'more',
    'priority',
    'text',
    'to',
  ]);
});

test('routes come as a page, with what each carries', async () => {
  const { body } = await ask('GET', '/v1/routes');
  expect(body).toMatchObject({
    items: [{ id: 'orange', type: 'smpp', state: 'up', quarantine: null }],
    next: null,
  });
  for (const field of ['reason', 'rate', 'contractedRate', 'latencyMs', 'backlog', 'inFlight', 'sentToday'])
    expect(body.items[0]).toHaveProperty(field);
});

test('each operation of the description says which permission and which roles it needs', async () => {
  const { body } = await ask('GET', '/openapi.json');
  expect(body.openapi).toMatch(/^3\.1/);
  const operations = Object.values<Record<string, object>>(body.paths).flatMap((path) => Object.values(path));
  expect(operations.length).toBeGreaterThan(100);
  for (const operation of operations) {
    expect(operation).toMatchObject({ 'x-permission': expect.any(String), 'x-roles': expect.any(Array) });
  }
  const modem = body.components.schemas.Modem.properties;
  const told = ['manufacturer', 'model', 'firmware', 'profile', 'imei', 'iccid', 'imsi', 'ownNumber'];
  expect(Object.keys(modem)).toEqual(expect.arrayContaining([...told, 'serviceCentre', 'quarantine']));
  const { approval } = body.components.schemas.AlertStanding.properties;
  expect(JSON.stringify(approval)).toMatch(/"deadline".*"paged".*"name".*"at".*"answeredAt"/);
  expect(Object.keys(modem.registration.properties)).toEqual(['cs', 'ps', 'eps', 'fiveG']);
});

test('an alert names its authors, its tests and its log by kind, id and name, and does not go out twice unasked', async () => {
  const first = await operator.create(draft('Crue'));
  expect(first).toMatchObject({ created: { by: SYSTEM, at: expect.any(String) } });
  const tested = await ask('POST', `/v1/alerts/${first.id}/test`, { numbers: [TO], routes: ['orange'] });
  expect([tested.status, tested.body.by]).toEqual([202, SYSTEM]);
  const noted = await ask('POST', `/v1/alerts/${first.id}/notes`, { text: 'vu' });
  expect([noted.status, noted.body.by]).toEqual([201, SYSTEM]);
  await operator.launch(first.id);
  const launched = await operator.untilAlert(first.id, ({ state }) => state === 'completed');
  expect(launched).toMatchObject({
    launched: { by: SYSTEM },
    log: [
      ...['create', 'test', 'note', 'launch'].map((action) => ({ by: SYSTEM, action })),
      { action: 'complete' },
    ],
  });

  const again = await operator.create(draft('Crue'));
  const { hash } = await operator.preview(again.id);
  const refused = await ask('POST', `/v1/alerts/${again.id}/launch`, { hash });
  expect(refused).toMatchObject({ status: 409, body: { alert: first.id, alertTitle: 'Crue' } });
  expect(refused.body.type).toMatch(/:recently-alerted$/);
  expect((await ask('POST', `/v1/alerts/${again.id}/launch`, { hash, again: true })).status).toBe(202);
  const compared = await ask('GET', `/v1/reports/compare?alerts=${first.id},${again.id}`);
  expect(compared.status).toBe(200);
});

test('who is on duty now is asked of a roster, and cases, inbox and receipts are pages', async () => {
  const roster = await ask('POST', '/v1/rosters', {
    name: 'duty',
    timeZone: 'Europe/Paris',
    people: [{ name: 'Dr Roux', phone: TO }],
    shifts: [],
    fallback: ['Dr Roux'],
  });
  expect(roster.status).toBe(201);
  const now = await ask('GET', `/v1/rosters/${roster.body.id}/now`);
  expect(now).toMatchObject({ status: 200, body: { people: [{ name: 'Dr Roux' }], fallback: true } });
  for (const path of [
    '/v1/cases?state=open',
    '/v1/cases?state=closed',
    '/v1/inbox',
    '/v1/receipts?unmatched=true',
  ])
    expect((await ask('GET', path)).body).toEqual({ items: [], next: null });
});

// The last test: once there is a user, the token of a system manages no users any more.
test('a user signs in for a cookie and a csrf token, confirms what wants the password anew, and signs out everywhere', async () => {
  const made = await ask('POST', '/v1/users', { name: 'Anna', roles: ['admin'], language: 'fr' });
  expect(made.status).toBe(201);
  const reset = await gateway.oneTimePassword('Anna');
  const signIn = async (password: string) => {
    const response = await fetch(`${gateway.url}/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'Anna', password }),
    });
    const [cookie = ''] = (response.headers.get('set-cookie') ?? '').split(';');
    return {
      status: response.status,
      cookie,
      body: (await response.json()) as { csrf: string; user: object },
    };
  };
  const session = await signIn(reset);
  expect(session).toMatchObject({ status: 200, cookie: expect.stringMatching(/^tocsin_session=./) });
  expect(session.body).toMatchObject({ user: { name: 'Anna' }, csrf: expect.any(String) });
  const { cookie, body } = session;
  const as = (method: string, path: string, given?: object, csrf = body.csrf) =>
    fetch(`${gateway.url}${path}`, {
      method,
      headers: { cookie, 'X-CSRF-Token': csrf, ...(given && { 'content-type': 'application/json' }) },
      ...(given && { body: JSON.stringify(given) }),
    });
  const changed = await as('POST', '/v1/session/password', { current: reset, new: 'a sentence of mine' });
  expect(changed.status).toBe(204);
  expect((await as('POST', '/v1/lists', { name: 'by Anna' }, 'wrong')).status).toBe(403);
  expect((await as('POST', '/v1/session/confirm', { password: 'a sentence of mine' })).status).toBe(204);
  expect((await as('GET', '/v1/users/Anna')).status).toBe(200);
  const alert = await as('POST', '/v1/alerts', draft('Anna'));
  expect(await alert.json()).toMatchObject({
    created: { by: { kind: 'user', id: expect.stringMatching(/^user:\d+$/), name: 'Anna' } },
  });
  const { items } = (await (await as('GET', '/v1/tokens')).json()) as { items: { id: string }[] };
  await gateway.token('sender');
  const [, second] = ((await (await as('GET', '/v1/tokens')).json()) as { items: { id: string }[] }).items;
  expect(items.map(({ id }) => id)).not.toContain(second?.id);
  const revoked = await as('DELETE', `/v1/tokens/${second?.id}?withdraw=true`);
  expect([revoked.status, await revoked.json()]).toEqual([200, { withdrawn: 0, uncertain: 0, underWay: 0 }]);
  expect((await as('DELETE', '/v1/session?everywhere=true')).status).toBe(204);
  expect((await as('GET', '/v1/session')).status).toBe(401);
});
