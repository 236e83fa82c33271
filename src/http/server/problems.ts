import type { FastifyReply } from 'fastify';
import type { FieldError } from '../../intake/message-input.ts';

/**
 * Every problem that the API answers with (RFC 9457). The name is the end of `type`. Names and statuses never change;
 * titles may be reworded.
 */
export const problems = {
  'malformed-request': { status: 400, title: 'The request cannot be read' },
  'malformed-json': { status: 400, title: 'The body is not JSON' },
  unauthenticated: { status: 401, title: 'A valid token is needed' },
  'sign-in-refused': { status: 401, title: 'The name, the password, the code or the passkey is wrong' },
  'one-time-password-expired': { status: 401, title: 'The one-time password is too old' },
  'code-needed': { status: 401, title: 'A code of the second factor is needed too' },
  forbidden: { status: 403, title: 'The role of this token does not allow that' },
  'wrong-node-key': { status: 403, title: 'The key of the node is wrong' },
  'foreign-origin': { status: 403, title: 'The request comes from a page of another site' },
  'wrong-csrf-token': { status: 403, title: 'The header x-csrf-token is missing or wrong' },
  'confirmation-required': { status: 403, title: 'The password must be entered again first' },
  'change-password': { status: 403, title: 'The one-time password must be changed first' },
  'own-approval': { status: 403, title: 'Nobody approves what is their own' },
  'not-found': { status: 404, title: 'There is no such thing' },
  'method-not-allowed': { status: 405, title: 'The method is not allowed here' },
  'too-slow': { status: 408, title: 'The request did not arrive in time' },
  'modem-busy': { status: 409, title: 'The modem cannot do that now' },
  'not-traceable': { status: 409, title: 'This route cannot be traced' },
  'already-sent': { status: 409, title: 'A route has the message already' },
  'needs-approval': { status: 409, title: 'A second person must approve it first' },
  'wrong-state': { status: 409, title: 'It is not in a state for that' },
  'case-taken': { status: 409, title: 'Somebody else has the case' },
  'case-open': { status: 409, title: 'The phone has another case that is not closed' },
  'name-taken': { status: 409, title: 'There is already one of that name' },
  'number-taken': { status: 409, title: 'There is already one with that number' },
  'in-use': { status: 409, title: 'Something uses it' },
  'recently-alerted': { status: 409, title: 'The same alert went out a short time ago' },
  'too-many-acts': { status: 409, title: 'Too many acts wait for another admin' },
  'not-approvable': { status: 409, title: 'It cannot be approved as it is' },
  'last-admin': { status: 409, title: 'The last token of an admin stays' },
  'second-factor-on': { status: 409, title: 'The user has a second factor already' },
  'passkeys-unavailable': { status: 409, title: 'No passkey can be used at this gateway' },
  'passkey-taken': { status: 409, title: 'This passkey is registered already' },
  'too-many-passkeys': { status: 409, title: 'The user has as many passkeys as there may be' },
  'messages-open': { status: 409, title: 'Messages to this person are not final yet' },
  'drill-running': { status: 409, title: 'A run of this drill is under way' },
  'not-checked': { status: 409, title: 'It is not waiting to be run' },
  'reload-running': { status: 409, title: 'The configuration is being read again already' },
  'retention-held': { status: 409, title: 'Nothing is deleted while the clock is not believed' },
  'idempotency-in-doubt': { status: 409, title: 'Whether this was done before is not known' },
  'changed-meanwhile': { status: 412, title: 'It has changed since you saw it' },
  'too-large': { status: 413, title: 'The body is too large' },
  'range-refused': { status: 416, title: 'The range of octets cannot be sent' },
  'unsupported-media-type': { status: 415, title: 'The media type of the body is not taken here' },
  validation: { status: 422, title: 'Some fields are wrong' },
  'configuration-refused': { status: 422, title: 'The configuration has errors' },
  'cannot-launch': { status: 422, title: 'The alert cannot go out as it is' },
  'cap-refused': { status: 422, title: 'The CAP message cannot be taken' },
  'no-sim': { status: 422, title: 'This route has no SIM' },
  'idempotency-conflict': { status: 422, title: 'The Idempotency-Key was used for another request' },
  'too-many-wrong-tokens': { status: 429, title: 'Too many wrong tokens came from this address' },
  'too-many-sign-ins': { status: 429, title: 'Too many passwords or codes were wrong' },
  'too-many-tests': { status: 429, title: 'Too many messages of tests within the hour' },
  'too-many-messages': { status: 429, title: 'The token has sent as many messages as it may' },
  'headers-too-large': { status: 431, title: 'The header fields are too large' },
  internal: { status: 500, title: 'Something unexpected went wrong' },
  'ussd-failed': { status: 502, title: 'The network gave no answer to the code' },
  'forward-broken': { status: 502, title: 'The connection to the node that answers this broke' },
  'map-unavailable': { status: 503, title: 'The file of the map cannot be shown' },
  'store-unavailable': { status: 503, title: 'The database cannot be used now' },
  'shutting-down': { status: 503, title: 'The gateway is shutting down' },
  'too-many-onlookers': { status: 503, title: 'Too many follow the events' },
  'too-many-connections': { status: 503, title: 'There are too many connections' },
  'sign-in-busy': { status: 503, title: 'Too many passwords wait to be checked' },
  'too-busy': { status: 503, title: 'Too many requests wait for the disk' },
  'not-ready': { status: 503, title: 'The gateway cannot accept messages now' },
  'no-leader': { status: 503, title: 'No node of the gateway answers this now' },
  'too-many-forwarded': { status: 503, title: 'Too many requests wait for another node' },
  'forward-silent': { status: 504, title: 'The node that answers this is silent' },
} as const;

export type ProblemName = keyof typeof problems;

interface More {
  readonly detail?: string;
  readonly errors?: readonly FieldError[];
  /** Further members, as RFC 9457 3.2 allows. */
  readonly members?: Readonly<Record<string, unknown>>;
}

/** A problem as an error, for parsers, validators and readers of headers, which can only throw. */
export class Refusal extends Error {
  readonly problem: ProblemName;
  readonly more: More;

  constructor(problem: ProblemName, more: More) {
    super(more.detail ?? problems[problem].title);
    this.name = 'Refusal';
    this.problem = problem;
    this.more = more;
  }
}

export const problemType = (name: ProblemName): string => `urn:tocsin:problem:${name}`;

/** The body of a problem. @param instance the request id, by which the request is found in the log */
export const problemBody = (name: ProblemName, instance: string | undefined, more: More = {}) => ({
  type: problemType(name),
  title: problems[name].title,
  status: problems[name].status,
  detail: more.detail,
  instance,
  errors: more.errors,
  ...more.members,
});

/** The Retry-After header, in seconds. */
const retryAfter: Partial<Record<ProblemName, string>> = {
  'store-unavailable': '5',
  'shutting-down': '10',
  'too-many-onlookers': '10',
  'too-many-connections': '1',
  'sign-in-busy': '2',
  'too-busy': '1',
  'not-ready': '5',
  'no-leader': '2',
  'too-many-forwarded': '2',
};

const sent = new WeakMap<FastifyReply, ProblemName>();

/** The problem that a reply has; undefined: none. */
export const problemOf = (reply: FastifyReply): ProblemName | undefined => sent.get(reply);

/** Answers with a problem. Nothing may be sent on `reply` before or after. */
export const sendProblem = (reply: FastifyReply, name: ProblemName, more: More = {}): FastifyReply => {
  const wait = retryAfter[name];
  if (wait !== undefined) reply.header('retry-after', wait);
  sent.set(reply, name);
  return (
    reply
      .code(problems[name].status)
      .type('application/problem+json')
      // If the reply has a serializer, fastify adds no charset: the registered media type (RFC 9457 6.1) has none.
      .serializer(JSON.stringify)
      .send(problemBody(name, reply.request.id, more))
  );
};

/** A complete HTTP answer with a problem, for a connection without a request. It says that the connection closes. */
export const rawProblem = (name: ProblemName, detail: string | undefined): string => {
  const body = JSON.stringify(problemBody(name, undefined, detail === undefined ? {} : { detail }));
  const wait = retryAfter[name];
  return (
    `HTTP/1.1 ${problems[name].status} ${problems[name].title}\r\n` +
    `Content-Type: application/problem+json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n` +
    `${wait === undefined ? '' : `Retry-After: ${wait}\r\n`}Connection: close\r\n\r\n${body}`
  );
};
