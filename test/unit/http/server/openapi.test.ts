import { beforeAll, expect, test } from 'vitest';
import { HttpRig } from '../../../support/http/http-rig.ts';
import { operationsOfApi } from '../../../support/http/operations-of-api.ts';

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
interface Operation {
  readonly 'x-permission'?: string;
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly security?: readonly object[];
  readonly requestBody?: { readonly content: Readonly<Record<string, object>> };
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly responses: Readonly<
    Record<string, { description: string; content?: Readonly<Record<string, object>> }>
  >;
}
interface Document {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Json>> };
  readonly security: readonly object[];
}

const rig = new HttpRig();
let text = '';
let document: Document;
beforeAll(async () => {
  const response = await rig.app.inject('/openapi.json');
  text = response.body;
  document = response.json();
});

const operations = () =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ name: `${method} ${path}`, operation })),
  );

test('the description of the API is OpenAPI 3.1, and has the version of the gateway, and the token or the cookie of a session as its security', () => {
  expect(document.openapi).toMatch(/^3\.1\./);
  expect(document.info).toMatchObject({ title: 'Tocsin', version: '1.2.3' });
  expect(document.security).toEqual([{ token: [] }, { cookieAuth: [] }]);
});

test('every path of the API is in its OpenAPI description', () => {
  expect(
    operations()
      .map(({ name }) => name)
      .sort(),
  ).toEqual(operationsOfApi);
});

test('in the OpenAPI description every operation has a summary, a tag, and a description of each answer', () => {
  for (const { name, operation } of operations()) {
    expect(operation.summary, name).toBeTruthy();
    expect(operation.tags, name).toHaveLength(1);
    for (const [status, { description, content }] of Object.entries(operation.responses)) {
      expect(description, `${name} ${status}`).not.toBe('Default Response');
      const types = Object.keys(content ?? {});
      if (Number(status) >= 400) expect(types, `${name} ${status}`).toEqual(['application/problem+json']);
    }
  }
});

const OPEN = [
  'get /healthz',
  'get /readyz',
  'post /v1/session',
  'post /v1/session/passkey',
  'post /v1/session/passkey/options',
];

test('in the OpenAPI description every operation that needs a token lists the answer 401', () => {
  for (const { name, operation } of operations()) {
    const open = operation.security?.length === 0;
    expect('401' in operation.responses, name).toBe(!open || /^post \/v1\/session(\/passkey)?$/.test(name));
    expect(open, name).toBe(OPEN.includes(name));
  }
});

test('in the OpenAPI description every operation lists what is answered before it is asked: unreadable requests, wrong bodies, too many wrong tokens', () => {
  for (const { name, operation } of operations()) {
    const hasBody = !name.startsWith('get ');
    expect(operation.responses, name).toMatchObject({
      400: { description: expect.stringContaining('urn:tocsin:problem:malformed-request') },
      408: { description: expect.stringContaining('urn:tocsin:problem:too-slow') },
      431: { description: expect.stringContaining('urn:tocsin:problem:headers-too-large') },
    });
    if (operation['x-permission'] !== 'none' && operation['x-permission'] !== 'session')
      expect(operation.responses['429']?.description, name).toContain('too-many-wrong-tokens');
    if (!hasBody) continue;
    expect(operation.responses['400']?.description, name).toContain('malformed-json');
    expect(Object.keys(operation.responses), name).toEqual(expect.arrayContaining(['413', '415']));
  }
});

test('in the OpenAPI description the body of a message has the schema that checks it', () => {
  const body = document.paths['/v1/messages']?.['post']?.requestBody?.content['application/json'];
  expect(body).toMatchObject({
    schema: {
      type: 'object',
      required: ['to', 'text'],
      additionalProperties: false,
      properties: {
        to: { examples: ['+33639980001'] },
        priority: { enum: ['critical', 'high', 'normal', 'low'] },
        validFor: { type: 'string', format: 'duration' },
        sendAt: { type: 'string', format: 'date-time' },
        routes: { type: 'array' },
      },
    },
  });
});

test('in the OpenAPI description a test of a route is answered like any accepted message, with its warnings', () => {
  expect(document.paths['/v1/routes/{id}/test']?.['post']?.responses['202']?.content).toEqual({
    'application/json': { schema: { $ref: '#/components/schemas/AcceptedMessage' } },
  });
});

test('in the OpenAPI description every POST that creates, sends or launches something takes an Idempotency-Key', () => {
  const takes = operations().filter(({ operation }) =>
    operation.parameters?.some((one) => one.in === 'header' && one.name === 'idempotency-key'),
  );
  expect(takes.map(({ name }) => name).sort()).toEqual([
    'post /v1/alerts',
    'post /v1/alerts/{id}/cancel',
    'post /v1/alerts/{id}/end',
    'post /v1/alerts/{id}/launch',
    'post /v1/alerts/{id}/notes',
    'post /v1/alerts/{id}/resend',
    'post /v1/alerts/{id}/test',
    'post /v1/alerts/{id}/update',
    'post /v1/approvals/delegations',
    'post /v1/areas',
    'post /v1/cases',
    'post /v1/contacts',
    'post /v1/drills',
    'post /v1/drills/{id}/run',
    'post /v1/imports',
    'post /v1/keywords',
    'post /v1/lists',
    'post /v1/messages',
    'post /v1/messages/batch',
    'post /v1/opt-outs',
    'post /v1/rosters',
    'post /v1/routes/{id}/test',
    'post /v1/scenarios',
    'post /v1/scenarios/{id}/launch',
    'post /v1/schedules',
    'post /v1/segments',
    'post /v1/templates',
    'post /v1/triggers/{name}',
    'post /v1/users',
    'post /v1/webhooks',
    'post /v1/webhooks/{id}/test',
  ]);
});

test('every schema reference in the OpenAPI description has its component, and every component is used', () => {
  const references = new Set(
    [...text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name),
  );
  expect([...references].sort()).toEqual(Object.keys(document.components.schemas).sort());
});

test('every phone number in the OpenAPI description is in a range of numbers that nobody has (+3363998…)', () => {
  for (const [number] of text.matchAll(/\+\d{7,15}/g)) expect(number).toMatch(/^\+3363998\d{4}$/);
});

test('the page /docs loads nothing from other hosts', async () => {
  const page = await rig.app.inject('/docs');
  expect(page.statusCode).toBe(200);
  const linked = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url]) => url ?? '');
  expect(linked.length).toBeGreaterThan(4);
  for (const url of linked) {
    expect(url).toMatch(/^\/docs\/static\//);
    expect((await rig.app.inject(url)).statusCode, url).toBe(200);
  }
  const settings = await rig.app.inject('/docs/static/swagger-initializer.js');
  expect(settings.body).toContain('validatorUrl: null');
  expect((await rig.app.inject('/docs/json')).json().info.title).toBe('Tocsin');
});
