import { expect, test } from 'vitest';
import type { Place, Where } from '../../../../../src/http/server/forward/nodes.ts';
import { isOfEveryNode, placeFor, routeOf } from '../../../../../src/http/server/forward/served-where.ts';
import { operationsOfApi } from '../../../../support/http/operations-of-api.ts';

const leading: Place = { url: 'http://127.0.0.1:1', key: 'leader' };
const owning: Place = { url: 'http://127.0.0.1:2', key: 'owner' };

const patternOf = (operation: string): string =>
  (operation.split(' ')[1] ?? '').replace(/\{(\w+)\}/g, (_all, name: string) => `:${name}`);

const owners = new Map<string, Where>([
  ['modem-1', owning],
  ['modem-of-dead', 'nowhere'],
]);

const placed = (url: string | undefined, params: object = {}) =>
  placeFor(
    { routeOptions: { url } as never, params },
    {
      leader: () => leading,
      ownerOf: (route) => owners.get(route),
    },
  );

test('every node answers for messages, its own health and its own metrics, and the leader for everything else of the API', () => {
  const here = operationsOfApi.filter((operation) => isOfEveryNode(patternOf(operation)));
  expect(here).toEqual([
    'get /healthz',
    'get /metrics',
    'get /readyz',
    'get /v1/messages',
    'get /v1/messages/{id}',
    'post /v1/messages',
    'post /v1/messages/batch',
    'post /v1/messages/{id}/cancel',
    'post /v1/preview',
  ]);
});

test.each([
  '/',
  '/console',
  '/console/*',
  '/console/assets/*',
  '/docs',
  '/docs/json',
  '/openapi.json',
  '/.well-known/security.txt',
])('every node serves the files below %s', (pattern) => {
  expect(placed(pattern)).toBe('here');
});

test.each(['/v1/messagesx', '/v1/messages/:id/other', '/consolex', '/v1/session', ''])(
  'the pattern %j is not taken for one that every node answers',
  (pattern) => {
    expect(placed(pattern)).toBe(leading);
  },
);

test('a request about a route that one node alone has goes to that node, and one about another route to the leader', () => {
  expect(placed('/v1/routes/:id/ussd', { id: 'modem-1' })).toBe(owning);
  expect(placed('/v1/routes/:id', { id: 'modem-1' })).toBe(owning);
  expect(placed('/v1/routes/:id/trace', { id: 'orange' })).toBe(leading);
  expect(placed('/v1/routes')).toBe(leading);
});

test.each(['', '/enable', '/disable', '/test'])(
  'the leader answers /v1/routes/:id%s for a route whose node does not run',
  (verb) => {
    expect(placed(`/v1/routes/:id${verb}`, { id: 'modem-of-dead' })).toBe(leading);
  },
);

test.each(['/ussd', '/trace', '/check'])(
  'nobody answers /v1/routes/:id%s for a route whose node does not run',
  (verb) => {
    expect(placed(`/v1/routes/:id${verb}`, { id: 'modem-of-dead' })).toBe('nowhere');
  },
);

test('only a request whose path names one route is about a route', () => {
  expect(routeOf('/v1/routes/:id/test', { id: 'modem-1' })).toBe('modem-1');
  expect(routeOf('/v1/routes/:id', {})).toBeUndefined();
  expect(routeOf('/v1/routes', { id: 'modem-1' })).toBeUndefined();
  expect(routeOf('/v1/routes/:identity', { id: 'modem-1' })).toBeUndefined();
  expect(routeOf('/v1/alerts/:id', { id: 'modem-1' })).toBeUndefined();
});
