import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { SignInFrom } from '../../../access/sign-in/begin-session.ts';
import type { EntryRefused } from '../../../access/sign-in/own-access.ts';
import type { SignInAnswer } from '../../../access/sign-in/sign-in.ts';
import type { Access } from '../../server/access/access.ts';
import { type Cookies, foreign } from '../../server/access/cookies.ts';
import { answer, noContent, problemResponses } from '../../server/answers.ts';
import type { App } from '../../server/app.ts';
import { clientAddress, peerIn } from '../../server/forward/client.ts';
import { sendProblem } from '../../server/problems.ts';
import type { HttpServices } from '../../server/services.ts';
import {
  confirmBody,
  ownSessionView,
  passwordBody,
  sessionView,
  signInBody,
  viewOwnSession,
  viewSession,
} from './session-view.ts';

const PATH = '/v1/session';
const TOO_OLD = 'It was good for 72 hours. Ask an admin for a new one, or: user reset.';
export const COOKIE_ONLY = [{ cookieAuth: [] }];
export const entryProblems = problemResponses(
  'malformed-json',
  'unauthenticated',
  'sign-in-refused',
  'foreign-origin',
  'wrong-csrf-token',
  'validation',
  'too-large',
  'too-many-sign-ins',
  'sign-in-busy',
  'store-unavailable',
);
const changing = problemResponses(
  'unauthenticated',
  'foreign-origin',
  'wrong-csrf-token',
  'validation',
  'store-unavailable',
);
const expiring = problemResponses('unauthenticated', 'sign-in-refused', 'one-time-password-expired');

/** Answers that a password or a code does not count. */
export const refuseEntry = (
  reply: FastifyReply,
  refused: EntryRefused | Exclude<SignInAnswer, { readonly kind: 'done' }>,
): FastifyReply => {
  switch (refused.kind) {
    case 'wrong':
      return sendProblem(reply, 'sign-in-refused');
    case 'codeNeeded':
      return sendProblem(reply, 'code-needed', {
        detail: 'Send it as code, with the name and the password.',
      });
    case 'expired':
      return sendProblem(reply, 'one-time-password-expired', { detail: TOO_OLD });
    case 'busy':
      return sendProblem(reply, 'sign-in-busy');
    case 'waits': {
      const seconds = Math.max(1, Math.ceil(refused.ms / 1000));
      reply.header('retry-after', String(seconds));
      return sendProblem(reply, 'too-many-sign-ins', { detail: `Try again in ${seconds} s.` });
    }
  }
};

/** A hook for what strangers may ask: a page of another site may not. */
export const fromOurPage =
  (cookies: Cookies) =>
  (request: FastifyRequest, reply: FastifyReply, done: () => void): void => {
    if (cookies.isForeign(request)) sendProblem(reply, 'foreign-origin', foreign().more);
    else done();
  };

export const fromOf = (request: FastifyRequest): SignInFrom => ({
  address: clientAddress(request),
  peer: peerIn(request),
  browser: request.headers['user-agent'] ?? '',
});

/** No proxy and no browser keeps what belongs to one person. */
export const notKept = (_request: FastifyRequest, reply: FastifyReply, done: () => void): void => {
  reply.header('cache-control', 'no-store');
  done();
};

/** Routes to sign in and out, to enter the password again, and to change it. */
export const session = (
  app: App,
  access: Access,
  cookies: Cookies,
  { signIns: { sessions, signIn, own, passkeys } }: Pick<HttpServices, 'signIns'>,
): void => {
  const tags = ['Sign-in'];

  app.post(
    PATH,
    {
      onRequest: [notKept, fromOurPage(cookies)],
      schema: {
        tags,
        summary: 'Sign in',
        description:
          'The answer sets the cookie of the session. 401 `code-needed`: the password is right, and the user has a second ' +
          'factor. 429: too many passwords were wrong lately; Retry-After says how long to wait.',
        security: [],
        body: signInBody,
        response: {
          200: answer('The session.', sessionView),
          ...entryProblems,
          ...problemResponses('sign-in-refused', 'code-needed', 'one-time-password-expired'),
        },
      },
    },
    async (request, reply) => {
      const { name, password, code, passkey } = request.body;
      const proven =
        passkey &&
        (await passkeys.signIn.prove(passkey, cookies.valueIn(request, 'passkey'), clientAddress(request)));
      if (proven !== undefined && proven.kind !== 'proven') return refuseEntry(reply, proven);
      const answered = await signIn.signIn({
        name,
        password,
        code,
        passkey: proven?.proof,
        ...fromOf(request),
      });
      if (answered.kind !== 'done') return refuseEntry(reply, answered);
      const begun = await sessions.find(answered.id);
      if (begun === undefined) return sendProblem(reply, 'sign-in-refused');
      return reply
        .header('set-cookie', cookies.header(request, answered.id))
        .send(viewSession(begun, await own.factor(begun)));
    },
  );

  app.get(
    PATH,
    {
      onRequest: [notKept, access.needSession('always')],
      schema: {
        tags,
        summary: 'Who is signed in',
        security: COOKIE_ONLY,
        response: {
          200: answer('The session.', sessionView),
          ...problemResponses('unauthenticated', 'foreign-origin'),
        },
      },
    },
    async (request, reply) => {
      const mine = access.session(request);
      return reply.send(viewSession(mine, await own.factor(mine)));
    },
  );

  app.delete(
    PATH,
    {
      onRequest: [notKept, access.needSession('always')],
      schema: {
        tags,
        summary: 'Sign out',
        security: COOKIE_ONLY,
        querystring: z.strictObject({
          everywhere: z.enum(['true', 'false']).default('false').meta({
            description: 'Whether all your sessions end, on every device.',
          }),
        }),
        response: { 204: noContent('Signed out.'), ...changing },
      },
    },
    async (request, reply) => {
      const mine = access.session(request);
      await (request.query.everywhere === 'true' ? sessions.endAll(mine) : sessions.end(mine));
      return reply.header('set-cookie', cookies.header(request, undefined)).code(204).send();
    },
  );

  app.get(
    '/v1/sessions',
    {
      onRequest: [notKept, access.needSession()],
      schema: {
        tags,
        summary: 'List your own sessions, newest first',
        security: COOKIE_ONLY,
        response: {
          200: answer('At most 20, the oldest ends.', z.strictObject({ items: z.array(ownSessionView) })),
          ...problemResponses('unauthenticated', 'foreign-origin', 'change-password'),
        },
      },
    },
    async (request, reply) => {
      const mine = access.session(request);
      const all = await sessions.list(mine.user);
      return reply.send({ items: all.map((one) => viewOwnSession(one, mine)) });
    },
  );

  app.post(
    `${PATH}/password`,
    {
      onRequest: [notKept, access.needSession('always')],
      schema: {
        tags,
        summary: 'Change your password',
        description: 'Your other sessions end.',
        security: COOKIE_ONLY,
        body: passwordBody,
        response: { 204: noContent('The password is changed.'), ...entryProblems, ...expiring },
      },
    },
    async (request, reply) => {
      const { current, new: next } = request.body;
      const changed = await own.changePassword(access.session(request), current, next, peerIn(request));
      if (changed.kind === 'done') return reply.code(204).send();
      if (changed.kind !== 'unfit') return refuseEntry(reply, changed);
      return sendProblem(reply, 'validation', { errors: [{ path: 'new', message: changed.why }] });
    },
  );

  app.post(
    `${PATH}/confirm`,
    {
      onRequest: [notKept, access.needSession()],
      schema: {
        tags,
        summary: 'Enter your password or a code again',
        description:
          'For five minutes, the session may do what is refused with 403 `confirmation-required` otherwise.',
        security: COOKIE_ONLY,
        body: confirmBody,
        response: {
          204: noContent('It counts for five minutes.'),
          ...entryProblems,
          ...problemResponses('change-password'),
        },
      },
    },
    async (request, reply) => {
      const confirmed = await own.confirm(access.session(request), request.body, peerIn(request));
      return confirmed.kind === 'done' ? reply.code(204).send() : refuseEntry(reply, confirmed);
    },
  );
};
