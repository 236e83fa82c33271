import type { FastifyInstance } from 'fastify';

/** What a session may do only within five minutes after the password or a code was entered. */
export const CONFIRMED: readonly string[] = [
  // It launches, or sends a waiting update, at once.
  'POST /v1/alerts/:id/approve',
  'POST /v1/alerts/:id/launch',
  'POST /v1/cap',
  'POST /v1/cap/messages/:id/apply',
  'GET /v1/contacts.csv',
  'POST /v1/launch-codes',
  'POST /v1/people/:number/erase',
  'GET /v1/people/:number/export',
  'POST /v1/reload',
  'POST /v1/retention/confirm',
  'POST /v1/retention/run',
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
];

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

export const pathOf = (url: string): string => url.replaceAll(/:\w+|\*/g, '1');
/** Another machine: from this one, metrics need no token. */
export const remoteAddress = '192.0.2.7';
