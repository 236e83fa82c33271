import type { RequestListener, Server, ServerOptions } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { Socket } from 'node:net';
import type { ConnectionGuard } from './connection-guard.ts';
import type { Farewells } from './farewells.ts';
import type { ProblemName } from './problems.ts';

// An import of node:http would also load the WebSocket client of Node, which takes 20 ms of each start.
const { createServer: createHttpServer } = process.getBuiltinModule('node:http');

/** Certificate and key, as PEM. */
export interface Tls {
  readonly cert: string | Buffer;
  readonly key: string | Buffer;
}

const options: ServerOptions = {
  // Node's deadlines are off, since those of `ConnectionGuard` are shorter: node checks its own only every 30 s, and
  // then only half-closes the connection.
  headersTimeout: 0,
  requestTimeout: 0,
  /** In ms, longer than the idle time-out of usual reverse proxies: the proxy must close first. */
  keepAliveTimeout: 72_000,
  // Node itself would answer 400 without a body: `server.ts` answers with a problem.
  requireHostHeader: false,
};

/** After this time without any octet a connection is dropped, ms. */
const IDLE_MS = 120_000;

/** The HTTP server below fastify, over TLS if a certificate is given. */
export const createListener = (
  handler: RequestListener,
  guard: ConnectionGuard,
  tls: Tls | undefined,
): Server => {
  const guarded: RequestListener = (request, response) => {
    if (guard.asked(request, response)) handler(request, response);
    else request.socket.destroy();
  };
  const server =
    tls === undefined
      ? createHttpServer(options, guarded)
      : createHttpsServer({ ...options, ...tls }, guarded);
  // Without a listener node itself answers 417 without a body, past the guard. RFC 9110 10.1.1 lets a server
  // ignore what it does not know in Expect.
  server.on('checkExpectation', guarded);
  server.setTimeout(IDLE_MS);
  guard.guard(server, tls !== undefined);
  return server;
};

const ofNode: Readonly<Record<string, ProblemName>> = {
  HPE_HEADER_OVERFLOW: 'headers-too-large',
};

/** Answers octets that node could not read as HTTP, and closes the connection. There is no request for fastify then. */
export const answerUnreadable =
  (farewells: Farewells) =>
  (error: Error & { code: string }, socket: Socket): void => {
    // After a failed TLS handshake the client can't read an answer.
    const unheard = error.code === 'ECONNRESET' || /^ERR_(SSL|TLS)_/.test(error.code);
    if (unheard || !socket.writable) socket.destroy();
    else farewells.say(socket, ofNode[error.code] ?? 'malformed-request', error.message);
  };
