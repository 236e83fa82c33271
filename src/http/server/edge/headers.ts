import { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import helmet from 'helmet';

// An import of node:http would also load the WebSocket client of Node, which takes 20 ms of each start.
const { IncomingMessage, ServerResponse } = process.getBuiltinModule('node:http');

/** Nothing at all may be loaded by what the API answers, nor shown in a frame of somebody else. */
const NOTHING = { 'default-src': ["'none'"], 'frame-ancestors': ["'none'"], 'base-uri': ["'none'"] };

const DOCS = [
  "default-src 'none'",
  "script-src 'self'",
  // The page of swagger-ui sets styles of its elements by script.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  // The page reads the description, and sends what somebody tries out.
  "connect-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

const HALF_A_YEAR_S = 180 * 86_400;

/** The path of a page of the description of the API. */
const DOCS_PATH = /^\/docs(\/|$)/;

/** What everybody may see, and no person is in. All other answers must not be kept by browsers and proxies. */
const isPublic = (url: string): boolean => url === '/openapi.json' || url.startsWith('/.well-known/');

/** What every answer has that may be about a person, also those that are written without fastify. */
export const NOT_KEPT = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' } as const;

/**
 * The headers that helmet sets. They are the same for every answer, so they are made once: @fastify/helmet would make
 * them anew for each request, with two promises, on the route that takes a message too.
 */
const headersOfHelmet = (isSecure: boolean): Readonly<Record<string, string>> => {
  const set = helmet({
    contentSecurityPolicy: { useDefaults: false, directives: NOTHING },
    // Without TLS the header would mean nothing, and a proxy with TLS sets its own.
    strictTransportSecurity: isSecure ? { maxAge: HALF_A_YEAR_S, includeSubDomains: false } : false,
    xFrameOptions: { action: 'deny' },
    referrerPolicy: { policy: 'no-referrer' },
  });
  const response = new ServerResponse(new IncomingMessage(new Socket()));
  set(response.req, response, () => {});
  return Object.fromEntries(
    Object.entries(response.getHeaders()).map(([name, value]) => [name, String(value)]),
  );
};

/** Headers that tell browsers and proxies to load, frame, guess and keep nothing. */
export const secureHeaders = (app: FastifyInstance, isSecure: boolean): void => {
  const open = headersOfHelmet(isSecure);
  const closed = { ...open, ...NOT_KEPT };
  const docs = { ...open, 'content-security-policy': DOCS };
  app.addHook('onRequest', (request, reply, done) => {
    const { url = '' } = request.routeOptions;
    reply.headers(DOCS_PATH.test(url) ? docs : isPublic(url) ? open : closed);
    done();
  });
};
