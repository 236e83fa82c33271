import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Webhook, WebhookDefinition } from '../../../domain/operation/webhook.ts';
import { isNumberCursor } from '../../../kernel/page.ts';
import { etagOf, ifMatchHeaders, versionToMatch } from '../../resource/etag.ts';
import { idempotencyHeaders } from '../../resource/idempotency.ts';
import type { Once } from '../../resource/once.ts';
import { pagedView, pageOf, pageQuery } from '../../resource/page-query.ts';
import { removalResponses } from '../../resource/removal.ts';
import type { Access } from '../../server/access/access.ts';
import { answer, problemResponses } from '../../server/answers.ts';
import type { App } from '../../server/app.ts';
import { Refusal, sendProblem } from '../../server/problems.ts';
import type { HttpServices } from '../../server/services.ts';
import { idInPath } from '../people/scalar.ts';
import { deliveries } from './deliveries.ts';
import { newWebhookView, viewWebhook, webhookBody, webhookView } from './webhook-view.ts';

/** Routes of webhooks: programs that get events by POST. */
export const webhooks = (app: App, access: Access, once: Once, services: HttpServices): void => {
  const { webhooks: service } = services;
  const tags = ['Webhooks'];
  const onRequest = access.need('manageWebhooks');
  const confirmed = access.need('manageWebhooks', 'confirmed');
  const unknown = (reply: FastifyReply) =>
    sendProblem(reply, 'not-found', { detail: 'There is no such webhook.' });
  const sendOne = (reply: FastifyReply, webhook: Webhook) =>
    reply.header('etag', etagOf(webhook.version)).send(viewWebhook(webhook));
  const refusalOf = (definition: WebhookDefinition): Refusal | undefined => {
    const errors = service.faultsOf(definition);
    return errors.length === 0 ? undefined : new Refusal('validation', { errors });
  };

  app.get(
    '/v1/webhooks',
    {
      onRequest,
      schema: {
        tags,
        summary: 'List the webhooks, oldest first',
        querystring: z.strictObject(pageQuery(isNumberCursor)),
        response: {
          200: answer('A page of webhooks.', pagedView(webhookView)),
          ...problemResponses('unauthenticated', 'forbidden', 'validation'),
        },
      },
    },
    async (request, reply) => {
      const { items, next } = await service.list(pageOf(request.query));
      return reply.send({ items: items.map(viewWebhook), next: next ?? null });
    },
  );

  app.post(
    '/v1/webhooks',
    {
      onRequest: confirmed,
      schema: {
        tags,
        summary: 'Make a webhook, to which events are sent',
        description:
          'Each event is sent by POST of `{ type, timestamp, data }`, signed as the Standard Webhooks specification says, ' +
          'at least once, in any order, until the answer is 2xx or a day is over. The answer 410 disables the webhook.',
        headers: idempotencyHeaders,
        body: webhookBody,
        response: {
          201: answer('The webhook, with its secret.', newWebhookView),
          ...problemResponses(
            'malformed-json',
            'unauthenticated',
            'forbidden',
            'confirmation-required',
            'idempotency-in-doubt',
            'too-large',
            'validation',
            'idempotency-conflict',
            'store-unavailable',
          ),
        },
      },
    },
    (request, reply) =>
      once.answer(request, reply, async () => {
        const refusal = refusalOf(request.body);
        if (refusal !== undefined) return refusal;
        const { webhook, secret } = await service.create(request.body, access.actor(request));
        const body = { ...viewWebhook(webhook), secret };
        return { status: 201, location: `/v1/webhooks/${webhook.id}`, body };
      }),
  );

  app.get(
    '/v1/webhooks/:id',
    {
      onRequest,
      schema: {
        tags,
        summary: 'One webhook',
        params: idInPath,
        response: {
          200: answer('The webhook, its version as ETag.', webhookView),
          ...problemResponses('unauthenticated', 'forbidden', 'not-found', 'validation'),
        },
      },
    },
    async (request, reply) => {
      const webhook = await service.get(request.params.id);
      return webhook === undefined ? unknown(reply) : sendOne(reply, webhook);
    },
  );

  app.put(
    '/v1/webhooks/:id',
    {
      onRequest: confirmed,
      schema: {
        tags,
        summary: 'Change, enable or disable a webhook',
        description: 'Deliveries for a disabled webhook wait for a day. The secret stays.',
        params: idInPath,
        headers: ifMatchHeaders,
        body: webhookBody,
        response: {
          200: answer('The webhook as it is now.', webhookView),
          ...problemResponses(
            'malformed-json',
            'unauthenticated',
            'forbidden',
            'confirmation-required',
            'not-found',
            'changed-meanwhile',
            'too-large',
            'validation',
            'store-unavailable',
          ),
        },
      },
    },
    async (request, reply) => {
      const version = versionToMatch(request.headers);
      const refusal = refusalOf(request.body);
      if (refusal !== undefined) throw refusal;
      const change = await service.replace(request.params.id, request.body, version, access.actor(request));
      switch (change.kind) {
        case 'done':
          return sendOne(reply, change.value);
        case 'unknown':
          return unknown(reply);
        case 'changed':
          return sendProblem(reply, 'changed-meanwhile');
      }
    },
  );

  app.delete(
    '/v1/webhooks/:id',
    {
      onRequest: confirmed,
      schema: {
        tags,
        summary: 'Remove a webhook and its waiting deliveries',
        params: idInPath,
        headers: ifMatchHeaders,
        response: { ...removalResponses, ...problemResponses('confirmation-required') },
      },
    },
    async (request, reply) => {
      const version = versionToMatch(request.headers);
      const removal = await service.remove(request.params.id, version, access.actor(request));
      if (removal === 'unknown') return unknown(reply);
      if (removal === 'changed') return sendProblem(reply, 'changed-meanwhile');
      return reply.code(204).send();
    },
  );

  deliveries(app, access, once, services);
};
