import type { Access } from '../../server/access/access.ts';
import type { Cookies } from '../../server/access/cookies.ts';
import { answer, noContent, problemResponses } from '../../server/answers.ts';
import type { App } from '../../server/app.ts';
import { clientAddress } from '../../server/forward/client.ts';
import { sendProblem } from '../../server/problems.ts';
import type { HttpServices } from '../../server/services.ts';
import { assertionBody, optionsView } from './passkey-view.ts';
import { COOKIE_ONLY, entryProblems, fromOf, fromOurPage, notKept, refuseEntry } from './session.ts';
import { sessionView, viewSession } from './session-view.ts';

const PATH = '/v1/session/passkey';
/** As long as a challenge can be answered, in seconds. */
const COOKIE_S = 300;

/** Routes to sign in by a passkey, and to confirm by one. */
export const passkey = (
  app: App,
  access: Access,
  cookies: Cookies,
  { signIns: { sessions, own, passkeys } }: Pick<HttpServices, 'signIns'>,
): void => {
  const tags = ['Sign-in'];

  app.post(
    `${PATH}/options`,
    {
      onRequest: [notKept, fromOurPage(cookies)],
      schema: {
        tags,
        summary: 'Begin to sign in by a passkey',
        description:
          'The answer is for `navigator.credentials.get`; it names no user. It sets a cookie, which must come back with ' +
          'what the browser gave: `POST /v1/session/passkey`, or the `passkey` of `POST /v1/session`.',
        security: [],
        response: {
          200: answer('What the browser needs.', optionsView),
          ...problemResponses('foreign-origin', 'passkeys-unavailable'),
        },
      },
    },
    async (request, reply) => {
      const begun = await passkeys.signIn.options();
      if (begun.kind === 'unavailable')
        return sendProblem(reply, 'passkeys-unavailable', { detail: begun.why });
      return reply
        .header('set-cookie', cookies.named(request, 'passkey', begun.cookie, COOKIE_S))
        .send({ publicKey: { ...begun.options } });
    },
  );

  app.post(
    PATH,
    {
      onRequest: [notKept, fromOurPage(cookies)],
      schema: {
        tags,
        summary: 'Sign in by a passkey alone',
        description: 'It counts for the password and the code of the second factor.',
        security: [],
        body: assertionBody,
        response: { 200: answer('The session.', sessionView), ...entryProblems },
      },
    },
    async (request, reply) => {
      const cookie = cookies.valueIn(request, 'passkey');
      const answered = await passkeys.signIn.signIn(request.body.passkey, cookie, fromOf(request));
      if (answered.kind !== 'done') return refuseEntry(reply, answered);
      const begun = await sessions.find(answered.id);
      if (begun === undefined) return sendProblem(reply, 'sign-in-refused');
      return reply
        .header('set-cookie', [
          cookies.header(request, answered.id),
          cookies.named(request, 'passkey', '', 0),
        ])
        .send(viewSession(begun, await own.factor(begun)));
    },
  );

  app.post(
    `${PATH}/confirm/options`,
    {
      onRequest: [notKept, access.needSession()],
      schema: {
        tags,
        summary: 'Begin to confirm by a passkey',
        description: 'The answer is for `navigator.credentials.get`, in the browser of this session.',
        security: COOKIE_ONLY,
        response: {
          200: answer('What the browser needs.', optionsView),
          ...problemResponses('unauthenticated', 'foreign-origin', 'wrong-csrf-token', 'change-password'),
          ...problemResponses('not-found', 'passkeys-unavailable'),
        },
      },
    },
    async (request, reply) => {
      const begun = await passkeys.signIn.confirmOptions(access.session(request));
      switch (begun.kind) {
        case 'unavailable':
          return sendProblem(reply, 'passkeys-unavailable', { detail: begun.why });
        case 'none':
          return sendProblem(reply, 'not-found', { detail: 'You have no passkey.' });
        case 'done':
          return reply.send({ publicKey: { ...begun.options } });
      }
    },
  );

  app.post(
    `${PATH}/confirm`,
    {
      onRequest: [notKept, access.needSession()],
      schema: {
        tags,
        summary: 'Confirm by a passkey',
        description: 'The same as `POST /v1/session/confirm` with a password or a code.',
        security: COOKIE_ONLY,
        body: assertionBody,
        response: {
          204: noContent('It counts for five minutes.'),
          ...entryProblems,
          ...problemResponses('change-password'),
        },
      },
    },
    async (request, reply) => {
      const mine = access.session(request);
      const confirmed = await passkeys.signIn.confirm(mine, request.body.passkey, clientAddress(request));
      return confirmed.kind === 'done' ? reply.code(204).send() : refuseEntry(reply, confirmed);
    },
  );
};
