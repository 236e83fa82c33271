import { beforeEach, expect, test } from 'vitest';
import { bearer, HttpRig } from '../../../support/http/http-rig.ts';

let rig: HttpRig;
beforeEach(() => {
  rig = new HttpRig();
});

const post = (payload: string | Buffer, type = 'application/json', url = '/v1/messages') =>
  rig.app.inject({ method: 'POST', url, headers: { ...bearer('sender'), 'content-type': type }, payload });

const nothingStored = () => expect(rig.intake.messages.size).toBe(0);

test.each([
  ['text that is no JSON', '{ "to": ', 'malformed-json', 400],
  ['two documents', '{}{}', 'malformed-json', 400],
  ['octets that are no UTF-8', Buffer.from([0x22, 0xc3, 0x28, 0x22]), 'malformed-json', 400],
  ['half a surrogate pair as octets', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]), 'malformed-json', 400],
  ['more than a mebibyte', `"${'x'.repeat(1024 * 1024)}"`, 'too-large', 413],
  ['a hundred thousand nested arrays', '['.repeat(100_000) + ']'.repeat(100_000), 'malformed-json', 400],
  ['a number', '7', 'validation', 422],
  ['empty', '', 'validation', 422],
] as const)(
  'a body that is %s is answered with a problem document of its own type',
  async (_name, payload, problem, status) => {
    const response = await post(payload);
    expect(response.statusCode).toBe(status);
    expect(response.headers['content-type']).toBe('application/problem+json');
    expect(response.json()).toMatchObject({ type: `urn:tocsin:problem:${problem}`, status });
    nothingStored();
  },
);

test.each([
  'text/plain',
  'application/xml',
  'application/x-www-form-urlencoded',
  'nonsense',
  'application/x-ndjson',
])('a body with the content type %s is answered 415', async (type) => {
  const response = await post('{}', type);
  expect(response.statusCode).toBe(415);
  expect(response.json()).toMatchObject({ type: 'urn:tocsin:problem:unsupported-media-type' });
  nothingStored();
});

test.each(['application/json', ''])('a batch with the content type %j is answered 415', async (type) => {
  const response = await post('{}', type, '/v1/messages/batch');
  expect(response.statusCode).toBe(415);
  expect(response.json()).toMatchObject({ type: 'urn:tocsin:problem:unsupported-media-type' });
});

test.each(['application/json; charset=utf-8', 'Application/JSON', 'application/json;charset="UTF-8"'])(
  'a body with the content type %s is read as JSON',
  async (type) => {
    expect((await post('{"to":"+33639980001","text":"x"}', type)).statusCode).toBe(202);
  },
);

test('a HEAD of the stream of events is answered 405: it has nothing to wait for', async () => {
  const answer = await rig.app.inject({ method: 'HEAD', url: '/v1/events', headers: bearer('admin') });
  expect(answer.statusCode).toBe(405);
  expect(answer.headers['allow']).toBe('GET');
});

test('of a key that stands twice in a body the last value counts, as in JSON.parse', async () => {
  const response = await post('{"to":"+33639980001","text":"x","to":"+33639980002"}');
  expect(response.json()).toMatchObject({ to: '+33639980002' });
});

test('a body that is shorter than its Content-Length is answered 400, and nothing is stored', async () => {
  const response = await rig.app.inject({
    method: 'POST',
    url: '/v1/messages',
    headers: { ...bearer('sender'), 'content-type': 'application/json', 'content-length': '500' },
    payload: '{"to":"+33639980001","text":"x"}',
  });
  expect(response.statusCode).toBe(400);
  expect(response.json()).toMatchObject({ type: 'urn:tocsin:problem:malformed-request' });
  nothingStored();
});

test.each([
  '/nothing',
  '/v1',
  '/v1/message',
  '/V1/messages',
  '/v1/routes/orange/explode',
  '/docs/static/no.css',
])('the unknown path %s is answered 404', async (url) => {
  for (const method of ['GET', 'POST', 'DELETE'] as const) {
    const response = await rig.app.inject({ method, url });
    expect(response.statusCode).toBe(404);
    expect(response.headers['content-type']).toBe('application/problem+json');
    expect(response.json()).toMatchObject({ type: 'urn:tocsin:problem:not-found' });
  }
});

test('an unknown path is answered 404 whatever the body, and the answer does not repeat the query', async () => {
  const response = await post('{ broken', 'application/json', '/v1/nowhere?to=%2B33639980001');
  expect(response.statusCode).toBe(404);
  expect(response.body).not.toContain('33639980001');
});

test.each([
  ['DELETE', '/v1/messages', 'GET, HEAD, POST'],
  ['PUT', '/v1/messages/0000000000a', 'GET, HEAD'],
  ['GET', '/v1/messages/batch', 'POST'],
  ['PATCH', '/v1/messages/batch', 'POST'],
  ['GET', '/v1/preview', 'POST'],
  ['POST', '/healthz', 'GET, HEAD'],
  ['OPTIONS', '/v1/routes/orange/test', 'POST'],
] as const)('%s %s is answered 405, and Allow has the methods of the path', async (method, url, allow) => {
  const response = await rig.app.inject({ method, url, payload: '{ broken' });
  expect(response.statusCode).toBe(405);
  expect(response.headers['allow']).toBe(allow);
  expect(response.json()).toMatchObject({ type: 'urn:tocsin:problem:method-not-allowed' });
});

test.each(['/v1/messages/%zz', '/v1/%'])('the undecodable URL %s is answered 400', async (url) => {
  const response = await rig.app.inject({ url });
  expect(response.statusCode).toBe(400);
  expect(response.headers['content-type']).toBe('application/problem+json');
  expect(response.headers).toHaveProperty('x-request-id');
});

test('HEAD answers like GET, without the body', async () => {
  const response = await rig.app.inject({ method: 'HEAD', url: '/v1/routes', headers: bearer('viewer') });
  expect(response.statusCode).toBe(200);
  expect(response.body).toBe('');
});

test.each(['abc', 'a.b_c~d-E9', 'x'.repeat(128)])(
  'the X-Request-Id %s of a request is returned in its answer',
  async (id) => {
    for (const url of ['/healthz', '/v1/nowhere', '/v1/messages']) {
      const response = await rig.app.inject({ url, headers: { 'x-request-id': id } });
      expect(response.headers['x-request-id']).toBe(id);
      if (response.statusCode >= 400) expect(response.json().instance).toBe(id);
    }
  },
);

test.each(['', 'a b', 'a:b', '<script>', 'x'.repeat(129), 'a\tb'])(
  'the invalid X-Request-Id %j of a request is replaced by a generated one',
  async (id) => {
    const response = await rig.app.inject({ url: '/healthz', headers: { 'x-request-id': id } });
    expect(response.headers['x-request-id']).toMatch(/^[\w~-]+\.[0-9a-z]+$/);
  },
);

test('each accepted message is answered with a generated X-Request-Id, and no two of these are equal', async () => {
  const ids = new Set<unknown>();
  for (let i = 0; i < 50; i++)
    ids.add((await post('{"to":"+33639980001","text":"x"}')).headers['x-request-id']);
  expect(ids.size).toBe(50);
  expect(ids).not.toContain(undefined);
});
