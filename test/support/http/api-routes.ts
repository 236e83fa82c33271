import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { vi } from 'vitest';
import type { Permission } from '../../../src/access/permissions.ts';
import { Access } from '../../../src/http/server/access/access.ts';
import { HttpRig } from './http-rig.ts';

/** What a route needs; `anyone`: no token is needed; `session`: the cookie of whoever signed in. */
interface Needed {
  readonly permission: Permission | 'anyone' | 'session';
  readonly how?: string;
}

/** What a session may do only within five minutes after the password or a code was entered. */
export const CONFIRMED: readonly string[] = [
  // It launches, or sends a waiting update, at once.
  'POST /v1/alerts/:id/approve',
  'POST /v1/alerts/:id/launch',
  'POST /v1/cap',
  'POST /v1/cap/messages/:id/apply',
  'GET /v1/audit.jsonl',
  'GET /v1/contacts.csv',
  'POST /v1/drills/:id/run',
  'POST /v1/launch-codes',
  'POST /v1/pending-acts/:id/approve',
  'POST /v1/pending-acts/:id/refuse',
  'POST /v1/people/:number/erase',
  'GET /v1/people/:number/export',
  'POST /v1/reload',
  'POST /v1/retention/confirm',
  'POST /v1/retention/run',
  'POST /v1/scenarios/:id/approve',
  'POST /v1/scenarios/:id/launch',
  'POST /v1/session/passkeys',
  'POST /v1/session/passkeys/options',
  'DELETE /v1/session/passkeys/:id',
  'POST /v1/session/second-factor',
  'DELETE /v1/session/second-factor',
  'POST /v1/session/second-factor/confirm',
  'DELETE /v1/tokens/:id',
  'POST /v1/triggers/:name',
  'POST /v1/users',
  'PUT /v1/users/:name',
  'POST /v1/users/:name/disable',
  'POST /v1/users/:name/enable',
  'PUT /v1/users/:name/identity',
  'DELETE /v1/users/:name/identity',
  'POST /v1/users/:name/reset',
  'POST /v1/webhooks',
  'DELETE /v1/webhooks/:id',
  'PUT /v1/webhooks/:id',
];

/** The same, of which only some requests ask: those that are no dry run. */
export const CONFIRMED_INSIDE: readonly string[] = ['POST /v1/alerts/:id/end'];

/** The operations that need neither a token nor a session, as the description of the API calls them. */
export const OPEN: readonly string[] = [
  'get /healthz',
  'get /readyz',
  'get /v1/session/oidc',
  'get /v1/session/oidc/callback',
  'get /v1/session/oidc/provider',
  'post /v1/session',
  'post /v1/session/oidc/code',
  'post /v1/session/passkey',
  'post /v1/session/passkey/options',
];

interface Route {
  readonly method: string;
  readonly url: string;
}

/** The routes of a server, as fastify registers them. */
export const routesOf = async (app: FastifyInstance): Promise<readonly Route[]> => {
  const routes: Route[] = [];
  app.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat())
      if (one !== 'HEAD' && one !== 'OPTIONS') routes.push({ method: one, url });
  });
  await app.ready();
  return routes;
};

/** What the hook of each route checks: each answers with it, instead of checking it. The caller restores the mocks. */
export const neededOf = async (): Promise<ReadonlyMap<string, Needed>> => {
  const needing =
    (permission: Needed['permission'], how?: string) => (_request: FastifyRequest, reply: FastifyReply) => {
      reply.code(403).send({ permission, how });
    };
  vi.spyOn(Access.prototype, 'need').mockImplementation(needing);
  vi.spyOn(Access.prototype, 'needSession').mockImplementation((how) => needing('session', how));
  const { app } = new HttpRig();
  const needed = new Map<string, Needed>();
  try {
    for (const { method, url } of await routesOf(app)) {
      const response = await app.inject({ method: method as 'GET', url: pathOf(url), remoteAddress });
      if (response.statusCode === 405) continue;
      needed.set(
        `${method} ${url}`,
        response.statusCode === 403 ? response.json() : { permission: 'anyone' },
      );
    }
  } finally {
    await app.close();
  }
  return needed;
};

export const pathOf = (url: string): string => url.replaceAll(/:\w+|\*/g, '1');
/** Another machine: from this one, metrics need no token. */
export const remoteAddress = '192.0.2.7';
