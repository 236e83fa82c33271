import { z } from 'zod';
import { roles, type TokenInfo } from '../../../domain/access/token.ts';
import { pagedView, pageOf, pageQuery } from '../../resource/page-query.ts';
import type { Access } from '../../server/access.ts';
import { answer, noContent, problemResponses } from '../../server/answers.ts';
import type { App } from '../../server/app.ts';
import { sendProblem } from '../../server/problems.ts';
import type { HttpServices } from '../../server/services.ts';
import { iso } from '../messages/message-view.ts';

const tokenView = z
  .strictObject({
    id: z.string().meta({ description: 'What is between the two _ of the token; no secret.' }),
    name: z.string(),
    role: z.enum(roles),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'Token' });

const viewToken = ({ id, name, role, createdAt }: TokenInfo): z.output<typeof tokenView> => ({
  id,
  name,
  role,
  createdAt: iso(createdAt),
});

const tokenParams = z.object({ id: z.string().regex(/^[\w-]{1,40}$/, 'is no id of a token') });

/** `1790000000000_` and an id: where the page before ended. */
const CURSOR = /^[0-9]{1,15}_[\w-]{1,40}$/;

/** Who may ask; tokens are made on the machine itself, by `token create`. */
export const tokens = (app: App, access: Access, { tokens: service }: HttpServices): void => {
  app.get(
    '/v1/tokens',
    {
      onRequest: access.need('manageTokens'),
      schema: {
        tags: ['Operation'],
        summary: 'List the tokens, oldest first, without their secrets',
        querystring: z.strictObject(pageQuery((text) => CURSOR.test(text))),
        response: {
          200: answer('A page of tokens.', pagedView(tokenView)),
          ...problemResponses('unauthenticated', 'forbidden', 'validation'),
        },
      },
    },
    async (request, reply) => {
      const { items, next } = await service.list(pageOf(request.query));
      return reply.send({ items: items.map(viewToken), next: next ?? null });
    },
  );

  app.delete(
    '/v1/tokens/:id',
    {
      onRequest: access.need('manageTokens'),
      schema: {
        tags: ['Operation'],
        summary: 'Revoke a token',
        description:
          'At once, for every request that comes from now on. Messages that it sent go out all the same. The last ' +
          'token of an admin stays.',
        params: tokenParams,
        response: {
          204: noContent('It is nobody any more.'),
          ...problemResponses(
            'unauthenticated',
            'forbidden',
            'not-found',
            'last-admin',
            'validation',
            'store-unavailable',
          ),
        },
      },
    },
    async (request, reply) => {
      const removal = await service.revoke(request.params.id, access.principal(request));
      if (removal === 'unknown') return sendProblem(reply, 'not-found', { detail: 'No token has this id.' });
      if (removal === 'lastAdmin') return sendProblem(reply, 'last-admin');
      return reply.code(204).send();
    },
  );
};
