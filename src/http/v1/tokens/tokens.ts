import { z } from 'zod';
import { roles } from '../../../domain/access/role.ts';
import type { TokenInfo } from '../../../domain/access/token.ts';
import { pagedView, pageOf, pageQuery } from '../../resource/page-query.ts';
import type { Access } from '../../server/access.ts';
import { answer, noContent, problemResponses } from '../../server/answers.ts';
import type { App } from '../../server/app.ts';
import { sendProblem } from '../../server/problems.ts';
import type { HttpServices } from '../../server/services.ts';
import { iso } from '../messages/message-view.ts';

const tokenView = z
  .strictObject({
    id: z.string().meta({ description: 'The part of the token between its two _. It is no secret.' }),
    name: z.string(),
    role: z.enum(roles),
    user: z
      .strictObject({ id: z.int(), name: z.string() })
      .nullable()
      .meta({ description: 'Whom it belongs to; null: it is the token of a system.' }),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'Token' });

const viewToken = ({ id, name, role, user, createdAt }: TokenInfo): z.output<typeof tokenView> => ({
  id,
  name,
  role,
  user: user === undefined ? null : { id: user.id, name: user.name },
  createdAt: iso(createdAt),
});

const tokenParams = z.object({ id: z.string().regex(/^[\w-]{1,40}$/, 'is no id of a token') });

/** A cursor: creation time in ms since the epoch, `_`, and id of the last token of the page before. */
const CURSOR = /^[0-9]{1,15}_[\w-]{1,40}$/;

/** Routes to list and revoke tokens. Tokens are made on the machine itself, by `token create`. */
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
      onRequest: access.need('manageTokens', 'confirmed'),
      schema: {
        tags: ['Operation'],
        summary: 'Revoke a token',
        description:
          'Holds at once, for every later request. Messages that the token sent go out all the same. The last token of an ' +
          'admin can not be revoked. The token of a user is revoked by a token that belongs to a user.',
        params: tokenParams,
        response: {
          204: noContent('The token is revoked.'),
          ...problemResponses(
            'unauthenticated',
            'forbidden',
            'confirm-first',
            'not-found',
            'last-admin',
            'validation',
            'store-unavailable',
          ),
        },
      },
    },
    async (request, reply) => {
      const { actor, isPerson } = access.principal(request);
      const removal = await service.revoke(request.params.id, actor, isPerson);
      if (removal === 'needsPerson') {
        const detail = 'It is the token of a user: only a token that belongs to a user revokes it.';
        return sendProblem(reply, 'forbidden', { detail });
      }
      if (removal === 'unknown') return sendProblem(reply, 'not-found', { detail: 'No token has this id.' });
      if (removal === 'lastAdmin') return sendProblem(reply, 'last-admin');
      return reply.code(204).send();
    },
  );
};
