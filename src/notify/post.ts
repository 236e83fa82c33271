import type { IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import type { Clock } from '../kernel/clock.ts';
import { isPublicAddress, literalAddress, notPublic } from './address.ts';

// An import of node:http would also load the WebSocket client of Node, which takes 20 ms of each start.
const { Agent: HttpAgent, request: requestHttp } = process.getBuiltinModule('node:http');

export type PostOutcome =
  | { readonly kind: 'answered'; readonly status: number; readonly retryAfterMs: number | undefined }
  | { readonly kind: 'failed'; readonly reason: string };

export interface PostDeps {
  readonly clock: Clock;
  /** A look-up that returns only public addresses; undefined if all addresses are allowed. */
  readonly publicLookup: LookupFunction | undefined;
}

export interface Poster {
  post(url: string, headers: Readonly<Record<string, string>>, body: string): Promise<PostOutcome>;
  /** Cuts the running requests. */
  close(): void;
}

/** The time limit in ms for a request, from the name look-up to the last octet of the response. */
const TIME_LIMIT_MS = 15_000;
/**
 * A response body of at most this many octets is read and dropped, so that the connection can be used again. At a
 * longer one the connection is closed.
 */
const MOST_ANSWER_OCTETS = 16 * 1024;
const MOST_HEADER_OCTETS = 16 * 1024;
const IDLE_MS = 4000;

/**
 * Makes a client that posts JSON to webhooks. Their servers aren't trusted: time and size are limited, and redirects
 * aren't followed.
 */
export const createPoster = ({ clock, publicLookup }: PostDeps): Poster => {
  const agentOptions = { keepAlive: true, timeout: IDLE_MS };
  const http = new HttpAgent(agentOptions);
  const https = new HttpsAgent(agentOptions);
  return {
    post: (text, headers, body) =>
      new Promise((resolve) => {
        const url = new URL(text);
        const literal = literalAddress(url.hostname);
        if (publicLookup !== undefined && literal !== undefined && !isPublicAddress(literal)) {
          resolve({ kind: 'failed', reason: notPublic(literal) });
          return;
        }
        const secure = url.protocol === 'https:';
        const request = (secure ? requestHttps : requestHttp)(url, {
          method: 'POST',
          agent: secure ? https : http,
          maxHeaderSize: MOST_HEADER_OCTETS,
          headers: {
            ...headers,
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(body),
            'user-agent': 'Tocsin',
          },
          ...(publicLookup === undefined ? {} : { lookup: publicLookup }),
        });
        const failed = (reason: string): void => resolve({ kind: 'failed', reason });
        const cancel = clock.after(TIME_LIMIT_MS, () => {
          failed(`no answer in ${TIME_LIMIT_MS / 1000} s`);
          request.destroy();
        });
        request.on('error', (error) => failed(wordsOf(error)));
        request.on('close', () => {
          cancel();
          failed('the connection was closed without an answer');
        });
        request.on('response', (response) => {
          resolve(answerOf(response, clock.now()));
          drain(response);
        });
        request.end(body);
      }),
    close: () => {
      http.destroy();
      https.destroy();
    },
  };
};

/** Reads and drops a short response body, and cuts a long one. */
const drain = (response: IncomingMessage): void => {
  let octets = 0;
  response.on('data', (chunk: Buffer) => {
    octets += chunk.length;
    if (octets > MOST_ANSWER_OCTETS) response.destroy();
  });
  response.on('error', () => {});
};

const answerOf = ({ statusCode = 0, headers }: IncomingMessage, nowMs: number): PostOutcome => ({
  kind: 'answered',
  status: statusCode,
  retryAfterMs: retryAfterMs(headers['retry-after'], nowMs),
});

/** Reads Retry-After (RFC 9110, 10.2.3): seconds or a date; returns ms. */
const retryAfterMs = (header: string | undefined, nowMs: number): number | undefined => {
  if (header === undefined) return undefined;
  const ms = /^[0-9]{1,9}$/.test(header) ? Number(header) * 1000 : Date.parse(header) - nowMs;
  return Number.isFinite(ms) && ms > 0 ? ms : undefined;
};

const wordsOf = (error: Error): string => {
  const words =
    'code' in error && typeof error.code === 'string' ? `${error.code}: ${error.message}` : error.message;
  return words.slice(0, 200);
};
