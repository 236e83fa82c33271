import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

// Such an id is safe in a log line and in a header. It has no colon, so it is also valid as `instance`, a relative URI
// reference (RFC 9457 3.1.5).
const SANE = /^[A-Za-z0-9._~-]{1,128}$/;

/** Takes the client's X-Request-Id if it is safe, otherwise makes one that no other run of the gateway makes. */
export const requestIds = (): ((request: IncomingMessage) => string) => {
  const run = randomBytes(6).toString('base64url').replace('_', '~');
  let made = 0;
  return (request) => {
    const given = request.headers['x-request-id'];
    if (typeof given === 'string' && SANE.test(given)) return given;
    made += 1;
    return `${run}.${made.toString(36)}`;
  };
};
