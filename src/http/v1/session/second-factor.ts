import { z } from 'zod';
import type { Access } from '../../server/access/access.ts';
import { answer, noContent, problemResponses } from '../../server/answers.ts';
import type { App } from '../../server/app.ts';
import { peerIn } from '../../server/forward/client.ts';
import { sendProblem } from '../../server/problems.ts';
import type { HttpServices } from '../../server/services.ts';
import { COOKIE_ONLY, entryProblems, notKept, refuseEntry } from './session.ts';
import { factorBody } from './session-view.ts';

const PATH = '/v1/session/second-factor';

const problems = problemResponses(
  'unauthenticated',
  'foreign-origin',
  'wrong-csrf-token',
  'confirmation-required',
  'change-password',
  'store-unavailable',
);

/** Routes of one's own second factor: the codes of an app (RFC 6238). */
export const secondFactor = (
  app: App,
  access: Access,
  { signIns: { own } }: Pick<HttpServices, 'signIns'>,
): void => {
  const tags = ['Sign-in'];
  const onRequest = [notKept, access.needSession('confirmed')];

  app.post(
    PATH,
    {
      onRequest,
      schema: {
        tags,
        summary: 'Begin to use a second factor',
        description: 'The secret is shown once, and counts once a code of it was entered.',
        security: COOKIE_ONLY,
        response: {
          200: answer(
            'A new secret.',
            z.strictObject({
              secret: z.string().meta({ description: 'In base 32, to be typed into an app for codes.' }),
              uri: z.string().meta({ description: 'otpauth://…, to be shown as a QR code.' }),
            }),
          ),
          ...problems,
          ...problemResponses('second-factor-on'),
        },
      },
    },
    async (request, reply) => {
      const offered = await own.offerFactor(access.session(request));
      return offered === undefined ? sendProblem(reply, 'second-factor-on') : reply.send(offered);
    },
  );

  app.post(
    `${PATH}/confirm`,
    {
      onRequest,
      schema: {
        tags,
        summary: 'Enter the first code of the second factor',
        description:
          'From now on, signing in needs a code. Each recovery code stands once for a code of the app.',
        security: COOKIE_ONLY,
        body: factorBody,
        response: {
          200: answer(
            'Ten recovery codes, shown once.',
            z.strictObject({ recoveryCodes: z.array(z.string()) }),
          ),
          ...problems,
          ...entryProblems,
          ...problemResponses('confirmation-required', 'change-password'),
        },
      },
    },
    async (request, reply) => {
      const codes = await own.confirmFactor(access.session(request), request.body.code, peerIn(request));
      return 'kind' in codes ? refuseEntry(reply, codes) : reply.send({ recoveryCodes: [...codes] });
    },
  );

  app.delete(
    PATH,
    {
      onRequest,
      schema: {
        tags,
        summary: 'Use no second factor any more',
        security: COOKIE_ONLY,
        response: { 204: noContent('Signing in needs no code.'), ...problems },
      },
    },
    async (request, reply) => {
      await own.removeFactor(access.session(request));
      return reply.code(204).send();
    },
  );
};
