import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type {
  deliveryView,
  newWebhookView,
  webhookBody,
  webhookView,
} from '../../../http/v1/webhooks/webhook-view.ts';
import { ask, list, query } from '../client.ts';

export type Webhook = z.output<typeof webhookView>;
export type NewWebhook = z.output<typeof newWebhookView>;
export type Delivery = z.output<typeof deliveryView>;
export type WebhookBody = z.input<typeof webhookBody>;

const PATH = '/v1/webhooks';
/** No event tells of a delivery, so that those which wait are looked at again. */
const AGAIN_MS = 2000;

export const webhooksQuery = () =>
  queryOptions({
    queryKey: ['webhooks', 'list'],
    queryFn: ({ signal }) => list<typeof webhookView>(`${PATH}?limit=200`, { signal }),
  });

export const webhookQuery = (id: number) =>
  queryOptions({
    queryKey: ['webhooks', id],
    queryFn: ({ signal }) => ask<typeof webhookView>(`${PATH}/${id}`, { signal }),
  });

export const deliveriesQuery = (id: number, state: string | undefined) =>
  queryOptions({
    queryKey: ['webhooks', id, 'deliveries', state ?? ''],
    queryFn: ({ signal }) =>
      list<typeof deliveryView>(`${PATH}/${id}/deliveries${query({ state, limit: 50 })}`, { signal }),
    refetchInterval: ({ state: { data } }) =>
      data?.items.some((one) => one.state === 'waiting') ? AGAIN_MS : false,
  });

export const makeWebhook = (body: WebhookBody, key: string) =>
  ask<typeof newWebhookView>(PATH, { method: 'POST', body, key });

export const replaceWebhook = (id: number, body: WebhookBody, version: number) =>
  ask<typeof webhookView>(`${PATH}/${id}`, { method: 'PUT', body, version });

export const removeWebhook = (id: number, version: number) =>
  ask(`${PATH}/${id}`, { method: 'DELETE', version });

export const testWebhook = (id: number, key: string) =>
  ask<typeof deliveryView>(`${PATH}/${id}/test`, { method: 'POST', key });

export const replayDelivery = (id: number, delivery: number) =>
  ask<typeof deliveryView>(`${PATH}/${id}/deliveries/${delivery}/replay`, { method: 'POST' });
