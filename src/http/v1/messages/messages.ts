import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { may } from '../../../access/permissions.ts';
import type { Principal } from '../../../access/tokens.ts';
import type { Message } from '../../../domain/messages/message.ts';
import { parseMessageId } from '../../../domain/messages/message-id.ts';
import { priorities } from '../../../domain/messages/priority.ts';
import { states } from '../../../domain/messages/state.ts';
import { instant, label } from '../../resource/fields.ts';
import { msisdn } from '../../resource/numbers.ts';
import { pagedView, pageOf, pageQuery } from '../../resource/page-query.ts';
import type { Access } from '../../server/access/access.ts';
import { answer, problemResponses } from '../../server/answers.ts';
import type { App } from '../../server/app.ts';
import { sendProblem } from '../../server/problems.ts';
import type { HttpServices } from '../../server/services.ts';
import { messageView, messageWithTimeline, viewMessage, viewMessages, viewTimeline } from './message-view.ts';

const listQuery = z.strictObject({
  state: z.enum(states).optional(),
  priority: z.enum(priorities).optional(),
  to: msisdn.optional(),
  reference: label(200).optional(),
  alert: z.coerce.number().int().min(1).optional().meta({ description: 'Only messages of this alert.' }),
  since: instant('Created at or after this time.').optional(),
  ...pageQuery((text) => parseMessageId(text) !== undefined),
});

const idParams = z.object({ id: z.string().meta({ examples: ['0dkq1v2w000'] }) });

/** Routes to read messages, and to cancel those that no route has yet. */
export const messages = (app: App, access: Access, { intake, reader, tokens }: HttpServices): void => {
  /** The message with this id, if it exists and the principal may see it. */
  const find = async (text: string, principal: Principal): Promise<Message | undefined> => {
    const id = parseMessageId(text);
    const message = id === undefined ? undefined : await reader.get(id);
    return message === undefined || may(principal, 'readAll') || message.owner === principal.id
      ? message
      : undefined;
  };

  app.get(
    '/v1/messages',
    {
      onRequest: access.need('readMessages'),
      schema: {
        tags: ['Messages'],
        summary: 'List messages, newest first',
        description: 'A sender sees its own messages only.',
        querystring: listQuery,
        response: {
          200: answer('A page of messages.', pagedView(messageView)),
          ...problemResponses('unauthenticated', 'validation'),
        },
      },
    },
    async (request, reply) => {
      const { query } = request;
      const principal = access.principal(request);
      const { items, next } = await reader.list(
        {
          state: query.state,
          priority: query.priority,
          to: query.to,
          reference: query.reference,
          since: query.since,
          alert: query.alert,
          owner: may(principal, 'readAll') ? undefined : principal.id,
        },
        pageOf(query),
      );
      return reply.send({ items: await viewMessages(items, tokens), next: next ?? null });
    },
  );

  app.get(
    '/v1/messages/:id',
    {
      onRequest: access.need('readMessages'),
      schema: {
        tags: ['Messages'],
        summary: 'One message with its timeline',
        params: idParams,
        response: {
          200: answer('The message.', messageWithTimeline),
          ...problemResponses('unauthenticated', 'not-found'),
        },
      },
    },
    async (request, reply) => {
      const message = await find(request.params.id, access.principal(request));
      if (message === undefined) return unknown(reply);
      const timeline = viewTimeline(await reader.timeline(message.id));
      return reply.send({ ...viewMessage(message, await tokens.ownerOf(message.owner)), timeline });
    },
  );

  app.post(
    '/v1/messages/:id/cancel',
    {
      onRequest: access.need('send'),
      schema: {
        tags: ['Messages'],
        summary: 'Cancel a message that no route has yet',
        description: 'A message that a route has can not be recalled: 409.',
        params: idParams,
        response: {
          200: answer('The message, cancelled.', messageView),
          ...problemResponses(
            'unauthenticated',
            'forbidden',
            'not-found',
            'already-sent',
            'store-unavailable',
          ),
        },
      },
    },
    async (request, reply) => {
      const message = await find(request.params.id, access.principal(request));
      if (message === undefined) return unknown(reply);
      const result = await intake.cancel(message.id);
      if (result === 'unknown') return unknown(reply);
      const after = (await reader.get(message.id)) ?? message;
      if (result === 'cancelled') return reply.send(viewMessage(after, await tokens.ownerOf(after.owner)));
      return sendProblem(reply, 'already-sent', { detail: `The message is ${after.state}.` });
    },
  );
};

const unknown = (reply: FastifyReply): FastifyReply =>
  sendProblem(reply, 'not-found', { detail: 'There is no message of that id.' });
