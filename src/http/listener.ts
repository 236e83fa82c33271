import {
  createServer as createHttpServer,
  type RequestListener,
  type Server,
  type ServerOptions,
} from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { Socket } from 'node:net';
import { type ProblemName, problemBody, problems } from './problems.ts';

/** PEM texts. */
export interface Tls {
  readonly cert: string | Buffer;
  readonly key: string | Buffer;
}

const options: ServerOptions = {
  /** For the header fields of a request. */
  headersTimeout: 60_000,
  /** For a whole request: a batch of a million lines over a slow line takes its time. */
  requestTimeout: 3_600_000,
  /** Longer than the idle time-out of usual reverse proxies, which must be the first to close. */
  keepAliveTimeout: 72_000,
};

/** A connection on which nothing moves at all is dropped after this time, ms. */
const IDLE_MS = 120_000;

/** The server below fastify, over TLS if given a certificate. */
export const createListener = (handler: RequestListener, tls: Tls | undefined): Server => {
  const server =
    tls === undefined
      ? createHttpServer(options, handler)
      : createHttpsServer({ ...options, ...tls }, handler);
  server.setTimeout(IDLE_MS);
  return server;
};

const ofNode: Readonly<Record<string, ProblemName>> = {
  HPE_HEADER_OVERFLOW: 'headers-too-large',
  ERR_HTTP_REQUEST_TIMEOUT: 'too-slow',
};

/** Answers what node couldn't read as HTTP, so that there is no request yet, and closes the connection. */
export const answerUnreadable = (error: Error & { code: string }, socket: Socket): void => {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const name = ofNode[error.code] ?? 'malformed-request';
  const body = JSON.stringify(problemBody(name, undefined, { detail: error.message }));
  socket.end(
    `HTTP/1.1 ${problems[name].status} ${problems[name].title}\r\n` +
      `Content-Type: application/problem+json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n` +
      `Connection: close\r\n\r\n${body}`,
  );
};
