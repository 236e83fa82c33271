import { z } from 'zod';
import { roles } from '../../../domain/access/role.ts';
import type { ListedToken } from '../../../domain/access/token.ts';
import { priorities } from '../../../domain/messages/priority.ts';
import { pagedView, pageOf, pageQuery } from '../../resource/page-query.ts';
import type { Access } from '../../server/access/access.ts';
import { answer, noContent, problemResponses } from '../../server/answers.ts';
import type { App } from '../../server/app.ts';
import { sendProblem } from '../../server/problems.ts';
import type { HttpServices } from '../../server/services.ts';
import { iso } from '../messages/message-view.ts';

export const tokenView = z
  .strictObject({
    id: z.string().meta({ description: 'The part of the token between its two _. It is no secret.' }),
    name: z.string(),
    role: z.enum(roles),
    user: z
      .strictObject({ id: z.int(), name: z.string() })
      .nullable()
      .meta({ description: 'Whom it belongs to; null: it is the token of a system.' }),
    createdAt: z.iso.datetime(),
    expiresAt: z.iso.datetime().nullable().meta({ description: 'null: it never expires.' }),
    lastUsedAt: z.iso.datetime().nullable().meta({ description: 'To the minute; null: never.' }),
    limits: z
      .strictObject({
        perMinute: z.int().nullable(),
        perDay: z.int().nullable(),
        maxPriority: z.enum(priorities).nullable(),
        senders: z.array(z.string()).nullable(),
        countries: z.array(z.string()).nullable(),
        addresses: z.array(z.string()).nullable(),
      })
      .meta({
        description:
          'null: not limited. A token with one of the first five sends single messages and batches only.',
      }),
  })
  .meta({ id: 'Token' });

export const withdrawalView = z
  .strictObject({
    withdrawn: z.int().meta({ description: 'Messages that were queued and are no more.' }),
    uncertain: z.int().meta({
      description: 'Those of them that an earlier attempt may have delivered: their state is `uncertain`.',
    }),
    underWay: z.int().meta({ description: 'Messages that a route has now: nobody can recall them.' }),
  })
  .meta({ id: 'TokenWithdrawal' });

const viewToken = (token: ListedToken): z.output<typeof tokenView> => {
  const { id, name, role, user, createdAt, expiresAt, lastUsedAt, limits } = token;
  const { sending = {}, addresses } = limits;
  const listed = (values: readonly string[] | undefined) => (values === undefined ? null : [...values]);
  return {
    id,
    name,
    role,
    user: user === undefined ? null : { id: user.id, name: user.name },
    createdAt: iso(createdAt),
    expiresAt: expiresAt === undefined ? null : iso(expiresAt),
    lastUsedAt: lastUsedAt === undefined ? null : iso(lastUsedAt),
    limits: {
      perMinute: sending.perMinute ?? null,
      perDay: sending.perDay ?? null,
      maxPriority: sending.maxPriority ?? null,
      senders: listed(sending.senders),
      countries: listed(sending.countries),
      addresses: listed(addresses),
    },
  };
};

const tokenParams = z.object({ id: z.string().regex(/^[\w-]{1,40}$/, 'is no id of a token') });

/** A cursor: creation time in ms since the epoch, `_`, and id of the last token of the page before. */
const CURSOR = /^[0-9]{1,15}_[\w-]{1,40}$/;

/** Routes to list and revoke tokens. Tokens are made on the machine itself, by `token create`. */
export const tokens = (
  app: App,
  access: Access,
  { tokens: service, tokenWithdrawals }: HttpServices,
): void => {
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
          'Holds at once, for every later request. Messages that the token sent go out all the same, unless `withdraw` is ' +
          'true: then those that are still queued are cancelled, and the answer is 200 and says how many. Messages of ' +
          'alerts are not: stop the alert. The last token of an ' +
          'admin can not be revoked. The token of a user is revoked by a token that belongs to a user.',
        params: tokenParams,
        querystring: z.strictObject({ withdraw: z.enum(['true', 'false']).default('false') }),
        response: {
          200: answer('The token is revoked, and its queued messages are withdrawn.', withdrawalView),
          204: noContent('The token is revoked.'),
          ...problemResponses(
            'unauthenticated',
            'forbidden',
            'confirmation-required',
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
      const { id } = request.params;
      const withdraw = request.query.withdraw === 'true';
      const removal = await service.revoke(id, actor, isPerson, withdraw);
      if (removal === 'needsPerson') {
        const detail = 'It is the token of a user: only a token that belongs to a user revokes it.';
        return sendProblem(reply, 'forbidden', { detail });
      }
      if (removal === 'unknown') return sendProblem(reply, 'not-found', { detail: 'No token has this id.' });
      if (removal === 'lastAdmin') return sendProblem(reply, 'last-admin');
      return withdraw ? reply.send(await tokenWithdrawals.withdraw(id)) : reply.code(204).send();
    },
  );
};
