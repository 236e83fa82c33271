import { afterEach, beforeEach, expect, test } from 'vitest';
import { roles } from '../../../../src/domain/access/role.ts';
import { alert, bearer, HttpRig } from '../../../support/http/http-rig.ts';

let rig: HttpRig;
beforeEach(() => {
  rig = new HttpRig();
});
afterEach(() => rig.app.close());

const content = { defaultLanguage: 'fr', variants: [{ language: 'fr', text: 'x' }] };
const scenario = { name: 'x', content, audience: { include: [] }, kind: 'exercise' };

const everything = [
  ['POST', '/v1/messages', alert],
  ['POST', '/v1/messages/batch', undefined],
  ['POST', '/v1/preview', { text: 'x' }],
  ['GET', '/v1/messages', undefined],
  ['GET', '/v1/messages/0000000000a', undefined],
  ['POST', '/v1/messages/0000000000a/cancel', undefined],
  ['GET', '/v1/routes', undefined],
  ['GET', '/v1/routes/orange', undefined],
  ['POST', '/v1/routes/orange/enable', undefined],
  ['POST', '/v1/routes/orange/disable', undefined],
  ['POST', '/v1/routes/orange/test', { to: '+33639980001' }],
  ['POST', '/v1/routes/orange/trace', { for: 'PT5M' }],
  ['GET', '/v1/routes/orange/trace', undefined],
  ['GET', '/v1/cases', undefined],
  ['GET', '/v1/cases/1', undefined],
  ['POST', '/v1/cases', { inbox: 1 }],
  ['POST', '/v1/cases/1/take', undefined],
  ['POST', '/v1/cases/1/hand', { to: 'x' }],
  ['POST', '/v1/cases/1/note', { text: 'x' }],
  ['POST', '/v1/cases/1/close', { outcome: 'helped' }],
  ['POST', '/v1/cases/1/reclassify', {}],
  ['POST', '/v1/cases/1/reopen', undefined],
  ['GET', '/v1/cell-broadcasts', undefined],
  ['GET', '/v1/ears', undefined],
  ['GET', '/v1/inbox', undefined],
  ['GET', '/v1/inbox/aside', undefined],
  ['GET', '/v1/receipts', undefined],
  ['GET', '/v1/receipts?unmatched=true', undefined],
  ['GET', '/v1/audit', undefined],
  ['GET', '/v1/events', undefined],
  ['GET', '/v1/webhooks', undefined],
  ['POST', '/v1/webhooks', { name: 'x', url: 'https://example.org', events: ['alert'] }],
  ['GET', '/v1/webhooks/1', undefined],
  ['PUT', '/v1/webhooks/1', { name: 'x', url: 'https://example.org', events: ['alert'] }],
  ['DELETE', '/v1/webhooks/1', undefined],
  ['POST', '/v1/webhooks/1/test', undefined],
  ['GET', '/v1/webhooks/1/deliveries', undefined],
  ['POST', '/v1/webhooks/1/deliveries/1/replay', undefined],
  ['GET', '/v1/tokens', undefined],
  ['DELETE', '/v1/tokens/abc', undefined],
  ['GET', '/v1/contacts', undefined],
  ['POST', '/v1/contacts', { number: '+33639980001' }],
  ['GET', '/v1/contacts/1', undefined],
  ['PUT', '/v1/contacts/1', { number: '+33639980001' }],
  ['DELETE', '/v1/contacts/1', undefined],
  ['GET', '/v1/contacts.csv', undefined],
  ['GET', '/v1/imports', undefined],
  ['GET', '/v1/imports/1', undefined],
  ['POST', '/v1/imports', undefined],
  ['POST', '/v1/imports/1/run', undefined],
  ['GET', '/v1/lists', undefined],
  ['POST', '/v1/lists', { name: 'x', kind: 'emergency' }],
  ['PUT', '/v1/lists/1', { name: 'x', kind: 'emergency' }],
  ['DELETE', '/v1/lists/1', undefined],
  ['GET', '/v1/lists/1/members', undefined],
  ['PUT', '/v1/lists/1/members/+33639980001', { consentSource: 'x' }],
  ['DELETE', '/v1/lists/1/members/+33639980001', undefined],
  ['GET', '/v1/segments', undefined],
  ['POST', '/v1/segments', { name: 'x', rule: { list: 1 } }],
  ['GET', '/v1/areas', undefined],
  ['POST', '/v1/areas', { name: 'x', shape: { postalCodes: ['35400'] } }],
  ['GET', '/v1/opt-outs', undefined],
  ['POST', '/v1/opt-outs', { number: '+33639980001', evidence: 'x' }],
  ['DELETE', '/v1/opt-outs/+33639980001', undefined],
  ['GET', '/v1/people/+33639980001/export', undefined],
  ['POST', '/v1/people/+33639980001/erase', undefined],
  ['POST', '/v1/audiences/count', { audience: { include: [] } }],
  ['GET', '/v1/templates', undefined],
  ['GET', '/v1/templates/library', undefined],
  ['POST', '/v1/templates/lint', { content }],
  ['POST', '/v1/templates', { name: 'x', content }],
  ['PUT', '/v1/templates/1', { name: 'x', content }],
  ['DELETE', '/v1/templates/1', undefined],
  ['GET', '/v1/scenarios', undefined],
  ['GET', '/v1/scenarios/1', undefined],
  ['POST', '/v1/scenarios', scenario],
  ['PUT', '/v1/scenarios/1', scenario],
  ['DELETE', '/v1/scenarios/1', undefined],
  ['POST', '/v1/scenarios/1/approve', undefined],
  ['POST', '/v1/scenarios/1/preview', undefined],
  ['POST', '/v1/scenarios/1/launch', undefined],
  ['GET', '/v1/alerts', undefined],
  ['GET', '/v1/alerts/1', undefined],
  ['POST', '/v1/alerts', { title: 'x', kind: 'live', content, audience: { include: [] } }],
  ['PUT', '/v1/alerts/1', { title: 'x', content, audience: { include: [] } }],
  ['POST', '/v1/alerts/1/preview', undefined],
  ['POST', '/v1/alerts/1/submit', undefined],
  ['POST', '/v1/alerts/1/test', { numbers: ['+33639980001'] }],
  ['GET', '/v1/alerts/1/tests', undefined],
  ['POST', '/v1/alerts/1/launch', { hash: 'x' }],
  ['POST', '/v1/alerts/1/resume', undefined],
  ['POST', '/v1/alerts/1/shorten', undefined],
  ['POST', '/v1/alerts/1/update', { content }],
  ['POST', '/v1/alerts/1/cancel', { content }],
  ['POST', '/v1/alerts/1/end', undefined],
  ['POST', '/v1/alerts/1/resend', { to: 'silent' }],
  ['POST', '/v1/alerts/1/pause', undefined],
  ['POST', '/v1/alerts/1/stop', undefined],
  ['POST', '/v1/alerts/1/approve', undefined],
  ['POST', '/v1/alerts/1/return', { reason: 'x' }],
  ['POST', '/v1/alerts/1/reject', { reason: 'x' }],
  ['GET', '/v1/keywords', undefined],
  ['POST', '/v1/keywords', { word: 'INFO', reply: 'x' }],
  ['GET', '/v1/alerts/1/answers', undefined],
] as const;

/** What a viewer may do, though it is a POST. */
const reads = [
  'POST /v1/audiences/count',
  'POST /v1/templates/lint',
  'POST /v1/scenarios/1/preview',
  'POST /v1/alerts/1/preview',
];
/** The steps of a second person. */
const approvals = [
  'POST /v1/scenarios/1/approve',
  'POST /v1/alerts/1/approve',
  'POST /v1/alerts/1/return',
  'POST /v1/alerts/1/reject',
];
/** What stops an alert that goes out: approvers may do it too. */
const brakes = ['POST /v1/alerts/1/pause', 'POST /v1/alerts/1/stop'];
const named = everything.map(([method, url]) => `${method} ${url}`);
const writes = named.filter(
  (one) => (!one.startsWith('GET ') || one === 'GET /v1/routes/orange/trace') && !reads.includes(one),
);

/** The audit log: for approvers and admins. */
const audited = ['GET /v1/audit'];

/** What only an admin may do or read. */
const adminsOnly = named.filter(
  (one) =>
    /\/v1\/(tokens|webhooks)/.test(one) ||
    ['GET /v1/people/+33639980001/export', 'POST /v1/people/+33639980001/erase'].includes(one),
);

const except = (granted: readonly string[], ...refused: readonly (readonly string[])[]) =>
  named.filter((one) => refused.flat().includes(one) && !granted.includes(one));

const sendersOwn = ['/v1/messages', '/v1/preview'];

const forbiddenTo = {
  sender: named.filter((one) => !sendersOwn.some((own) => one.split(' ')[1]?.startsWith(own))),
  viewer: except([], writes, audited, adminsOnly),
  operator: except([], approvals, audited, adminsOnly),
  approver: except([...approvals, ...brakes], writes, adminsOnly),
  admin: [],
};

test.each(roles)(
  'a token with the role %s may do what the role permits, and is answered 403 for everything else',
  async (role) => {
    const forbidden: string[] = [];
    for (const [method, url, body] of everything) {
      const { statusCode, headers, json } = await rig.ask(role, method, url, body);
      expect(statusCode).not.toBe(401);
      if (statusCode !== 403) continue;
      forbidden.push(`${method} ${url}`);
      expect(headers['content-type']).toBe('application/problem+json');
      expect(json()).toMatchObject({
        type: 'urn:tocsin:problem:forbidden',
        detail: expect.stringContaining(role),
      });
    }
    expect(forbidden).toEqual(forbiddenTo[role]);
  },
);

test.each(everything)('%s %s without a token is answered 401 with a challenge', async (method, url, body) => {
  const response = await rig.ask(undefined, method, url, body);
  expect(response.statusCode).toBe(401);
  expect(response.headers['www-authenticate']).toBe('Bearer realm="tocsin"');
  expect(response.json()).toMatchObject({ type: 'urn:tocsin:problem:unauthenticated' });
  expect(rig.intake.messages.size).toBe(0);
});

test('an unknown token is answered 401, with invalid_token in the challenge', async () => {
  const response = await rig.app.inject({ url: '/v1/messages', headers: bearer('forged') });
  expect(response.statusCode).toBe(401);
  expect(response.headers['www-authenticate']).toBe('Bearer realm="tocsin", error="invalid_token"');
});

test.each(['Basic c2VuZGVyOg==', 'sender', 'Bearer', 'Bearer ', 'Bearersender', 'Bearer sender sender'])(
  'a request with "Authorization: %s" is answered 401',
  async (authorization) => {
    const response = await rig.app.inject({ url: '/v1/messages', headers: { authorization } });
    expect(response.statusCode).toBe(401);
  },
);

test('the name of the authentication scheme may be written in any case', async () => {
  const response = await rig.app.inject({
    url: '/v1/messages',
    headers: { authorization: 'BEARER viewer' },
  });
  expect(response.statusCode).toBe(200);
});

test('a token that must be looked up in the store is checked for its role like a known one', async () => {
  rig.slowTokens = true;
  expect((await rig.ask('sender', 'POST', '/v1/messages', alert)).statusCode).toBe(202);
  expect((await rig.ask('viewer', 'POST', '/v1/messages', alert)).statusCode).toBe(403);
  expect((await rig.app.inject({ url: '/v1/messages', headers: bearer('forged') })).statusCode).toBe(401);
});

test('a request whose token the store can not look up is answered 500, not 401', async () => {
  const response = await rig.app.inject({ url: '/v1/messages', headers: bearer('lost') });
  expect(response.statusCode).toBe(500);
});

test('the body of a request without a token is not read', async () => {
  const response = await rig.app.inject({
    method: 'POST',
    url: '/v1/messages',
    headers: { 'content-type': 'application/json' },
    payload: '{ broken',
  });
  expect(response.statusCode).toBe(401);
});

test.each(['/healthz', '/readyz', '/openapi.json', '/docs', '/docs/static/swagger-ui.css'])(
  '%s needs no token',
  async (url) => {
    const response = await rig.app.inject({ url, remoteAddress: '192.0.2.7' });
    expect(response.statusCode).toBe(200);
  },
);

test.each(['127.0.0.1', '::1', '::ffff:127.0.0.1', '127.1.2.3'])(
  '/metrics needs no token from %s',
  async (remoteAddress) => {
    const response = await rig.app.inject({ url: '/metrics', remoteAddress });
    expect(response.statusCode).toBe(200);
    expect(response.headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(response.body).toBe('tocsin_up 1\n');
  },
);

test.each(['192.0.2.7', '10.127.0.1', '2001:db8::1'])(
  '/metrics needs a token from %s',
  async (remoteAddress) => {
    const ask = (headers: Record<string, string>) =>
      rig.app.inject({ url: '/metrics', remoteAddress, headers });
    expect((await ask({})).statusCode).toBe(401);
    expect((await ask(bearer('sender'))).statusCode).toBe(403);
    expect((await ask(bearer('viewer'))).statusCode).toBe(200);
  },
);

test.each(['x-forwarded-for', 'forwarded'])(
  '/metrics needs a token from a proxy on this machine that forwards a request (%s)',
  async (header) => {
    const response = await rig.app.inject({ url: '/metrics', headers: { [header]: '192.0.2.7' } });
    expect(response.statusCode).toBe(401);
  },
);
