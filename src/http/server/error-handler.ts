import type { FastifyReply, FastifyRequest, onSendHookHandler } from 'fastify';
import type { Clock } from '../../kernel/clock.ts';
import { TocsinError } from '../../kernel/errors.ts';
import type { Log } from '../../kernel/log.ts';
import { type ProblemName, Refusal, sendProblem } from './problems.ts';

/** The shortest time between two log lines about failed requests, ms. */
const QUIET_MS = 1000;

// Errors of fastify and its parsers, by the codes that fastify's page Errors documents.
const ofFastify: Readonly<Record<string, ProblemName>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'too-large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported-media-type',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'malformed-request',
  FST_ERR_BAD_URL: 'malformed-request',
  FST_ERR_MAX_PARAM_LENGTH: 'not-found',
  FST_ERR_NOT_FOUND: 'not-found',
};

const ofTocsin: Readonly<Partial<Record<TocsinError['code'], ProblemName>>> = {
  storeUnavailable: 'store-unavailable',
  shuttingDown: 'shutting-down',
};

const nameOf = (error: unknown, request: FastifyRequest): ProblemName => {
  if (error instanceof TocsinError) return ofTocsin[error.code] ?? 'internal';
  const { code, statusCode } = error as { code?: unknown; statusCode?: unknown };
  const known = typeof code === 'string' ? ofFastify[code] : undefined;
  if (known !== undefined) return known;
  // If a body broke off or can't be read, fastify's error has the status 400, or node's error is on the raw request.
  return statusCode === 400 || request.raw.errored !== null ? 'malformed-request' : 'internal';
};

/** Answers every error with its problem. It logs faults of the gateway only, and never the content of a message. */
export const errorHandler = (log: Log, clock: Clock) => {
  let quietUntil = 0;
  return (error: unknown, request: FastifyRequest, reply: FastifyReply): void => {
    // fastify would close the connection of a client that is still sending, and a TCP reset could then arrive before
    // the answer. On an open connection node throws away what still comes, until the client or the guard closes it.
    reply.removeHeader('connection');
    if (error instanceof Refusal) {
      sendProblem(reply, error.problem, error.more);
      return;
    }
    const problem = nameOf(error, request);
    sendProblem(reply, problem, problem === 'internal' ? {} : { detail: detailOf(error) });
    if (reply.statusCode < 500 || clock.now() < quietUntil) return;
    // On a full disk every request fails: one line for each would fill the log, perhaps on that very disk.
    quietUntil = clock.now() + QUIET_MS;
    log.error({ ...named(request), problem, err: error }, 'a request failed');
  };
};

/** An onSend hook that logs every refused request, at level debug. */
export const logRefusals =
  (log: Log): onSendHookHandler =>
  (request, reply, _payload, done) => {
    if (reply.statusCode >= 400)
      log.debug({ ...named(request), status: reply.statusCode }, 'a request was refused');
    done();
  };

// The route's pattern, not the URL: a URL may hold a phone number.
const named = (request: FastifyRequest) => ({
  requestId: request.id,
  method: request.method,
  route: request.routeOptions.url,
});

/** Hands an error from a callback to the error handler. */
export const sendError = (reply: FastifyReply, error: unknown): void => {
  reply.send(error instanceof Error ? error : new Error(String(error)));
};

const detailOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
