import { z } from 'zod';
import type { Access } from '../../server/access/access.ts';
import { answer, problemResponses } from '../../server/answers.ts';
import type { App } from '../../server/app.ts';
import { sendProblem } from '../../server/problems.ts';
import type { HttpServices } from '../../server/services.ts';
import { notKept } from '../session/session.ts';
import { userParams } from './user-body.ts';

/** The route by which an admin lets a user in again. */
export const resetting = (
  app: App,
  access: Access,
  { signIns: { resets } }: Pick<HttpServices, 'signIns'>,
): void => {
  app.post(
    '/v1/users/:name/reset',
    {
      onRequest: [notKept, access.need('manageUsers', 'confirmed')],
      schema: {
        tags: ['Operation'],
        summary: 'Give a user a one-time password',
        description:
          "Ends the user's sessions and removes the second factor, the passkeys and the link to the single sign-on. The " +
          'password is shown once, and must be changed at the first sign-in. Since you know it, the user is no second person for 24 hours for what you wrote, submitted or ' +
          'launched. The user is told by SMS.',
        params: userParams,
        response: {
          200: answer('The password.', z.strictObject({ name: z.string(), oneTimePassword: z.string() })),
          ...problemResponses(
            'unauthenticated',
            'forbidden',
            'confirmation-required',
            'not-found',
            'validation',
            'sign-in-busy',
            'store-unavailable',
          ),
        },
      },
    },
    async (request, reply) => {
      const reset = await resets.reset(request.params.name, access.actor(request));
      if (reset.kind === 'unknown') {
        return sendProblem(reply, 'not-found', { detail: 'There is no user of that name.' });
      }
      if (reset.kind !== 'done') return sendProblem(reply, 'sign-in-busy');
      return reply.send({ name: reset.name, oneTimePassword: reset.password });
    },
  );
};
