import {
  createServer as createHttpServer,
  type RequestListener,
  type Server,
  type ServerOptions,
} from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { Socket } from 'node:net';
import type { ConnectionGuard } from './connection-guard.ts';
import type { Farewells } from './farewells.ts';
import type { ProblemName } from './problems.ts';

/** PEM texts. */
export interface Tls {
  readonly cert: string | Buffer;
  readonly key: string | Buffer;
}

const options: ServerOptions = {
  // The guard's deadlines are shorter, and hold for progress: node's own look once in 30 s, and then only half close.
  headersTimeout: 0,
  requestTimeout: 0,
  /** Longer than the idle time-out of usual reverse proxies, which must be the first to close. */
  keepAliveTimeout: 72_000,
};

/** A connection on which nothing moves at all is dropped after this time, ms. */
const IDLE_MS = 120_000;

/** The server below fastify, over TLS if given a certificate. */
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
  server.setTimeout(IDLE_MS);
  guard.guard(server, tls !== undefined);
  return server;
};

const ofNode: Readonly<Record<string, ProblemName>> = {
  HPE_HEADER_OVERFLOW: 'headers-too-large',
};

/** Answers what node couldn't read as HTTP, so that there is no request yet, and closes the connection. */
export const answerUnreadable =
  (farewells: Farewells) =>
  (error: Error & { code: string }, socket: Socket): void => {
    // Who got TLS wrong can't read an answer.
    const unheard = error.code === 'ECONNRESET' || /^ERR_(SSL|TLS)_/.test(error.code);
    if (unheard || !socket.writable) socket.destroy();
    else farewells.say(socket, ofNode[error.code] ?? 'malformed-request', error.message);
  };
