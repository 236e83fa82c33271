import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { isNumberCursor } from '../../../kernel/page.ts';
import { idempotencyHeaders } from '../../resource/idempotency.ts';
import type { Once } from '../../resource/once.ts';
import { pagedView, pageOf, pageQuery } from '../../resource/page-query.ts';
import type { Access } from '../../server/access/access.ts';
import { answer, problemResponses } from '../../server/answers.ts';
import type { App } from '../../server/app.ts';
import { Refusal, sendProblem } from '../../server/problems.ts';
import type { HttpServices } from '../../server/services.ts';
import { idInPath } from '../people/scalar.ts';
import { deliveryView, viewDelivery } from './webhook-view.ts';

const deliveryInPath = idInPath.extend({ delivery: idInPath.shape.id });

const noWebhook = { detail: 'There is no such webhook.' };
const noDelivery = { detail: 'There is no such delivery.' };

/** Routes of the deliveries of a webhook. */
export const deliveries = (
  app: App,
  access: Access,
  once: Once,
  { webhooks: service }: HttpServices,
): void => {
  const tags = ['Webhooks'];
  const onRequest = access.need('manageWebhooks');
  const unknown = (reply: FastifyReply, more: { readonly detail: string }) =>
    sendProblem(reply, 'not-found', more);

  app.get(
    '/v1/webhooks/:id/deliveries',
    {
      onRequest,
      schema: {
        tags,
        summary: 'List the deliveries of a webhook, newest first',
        description: 'A delivery is kept for a week after it was made or given up.',
        params: idInPath,
        querystring: z.strictObject({
          state: z.enum(['waiting', 'delivered', 'failed']).optional(),
          ...pageQuery(isNumberCursor),
        }),
        response: {
          200: answer('A page of deliveries.', pagedView(deliveryView)),
          ...problemResponses('unauthenticated', 'forbidden', 'not-found', 'validation'),
        },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      if ((await service.get(id)) === undefined) return unknown(reply, noWebhook);
      const { items, next } = await service.deliveries(id, request.query.state, pageOf(request.query));
      return reply.send({ items: items.map(viewDelivery), next: next ?? null });
    },
  );

  app.get(
    '/v1/webhooks/:id/deliveries/:delivery',
    {
      onRequest,
      schema: {
        tags,
        summary: 'One delivery',
        params: deliveryInPath,
        response: {
          200: answer('The delivery.', deliveryView),
          ...problemResponses('unauthenticated', 'forbidden', 'not-found', 'validation'),
        },
      },
    },
    async (request, reply) => {
      const found = await service.delivery(request.params.id, request.params.delivery);
      return found === undefined ? unknown(reply, noDelivery) : reply.send(viewDelivery(found));
    },
  );

  app.post(
    '/v1/webhooks/:id/deliveries/:delivery/replay',
    {
      onRequest,
      schema: {
        tags,
        summary: 'Repeat a delivery',
        description:
          'With the same webhook-id, tried for another day. A delivery that waits is only tried at its time.',
        params: deliveryInPath,
        response: {
          200: answer('The delivery as it is now.', deliveryView),
          ...problemResponses('unauthenticated', 'forbidden', 'not-found', 'validation', 'store-unavailable'),
        },
      },
    },
    async (request, reply) => {
      const replayed = await service.replay(request.params.id, request.params.delivery);
      return replayed === undefined ? unknown(reply, noDelivery) : reply.send(viewDelivery(replayed));
    },
  );

  app.post(
    '/v1/webhooks/:id/test',
    {
      onRequest,
      schema: {
        tags,
        summary: 'Send an event of type webhook.test to a webhook',
        description:
          'Whatever events the webhook asks for. A disabled webhook gets it once it is enabled. Follow it by its Location.',
        params: idInPath,
        headers: idempotencyHeaders,
        response: {
          202: answer('The delivery is on disk.', deliveryView),
          ...problemResponses(
            'unauthenticated',
            'forbidden',
            'not-found',
            'idempotency-in-doubt',
            'validation',
            'idempotency-conflict',
            'store-unavailable',
          ),
        },
      },
    },
    (request, reply) =>
      once.answer(request, reply, async () => {
        const { id } = request.params;
        const delivery = await service.test(id);
        if (delivery === undefined) return new Refusal('not-found', noWebhook);
        const location = `/v1/webhooks/${id}/deliveries/${delivery.id}`;
        return { status: 202, location, body: viewDelivery(delivery) };
      }),
  );
};
