import { z } from 'zod';
import { webhookEventTypes } from '../../../domain/operation/events.ts';
import type { Delivery, Webhook } from '../../../domain/operation/webhook.ts';
import { label } from '../../resource/fields.ts';
import { iso } from '../messages/message-view.ts';

export const webhookBody = z.strictObject({
  name: label(100),
  url: z
    .string()
    .max(2000, 'is longer than 2000 characters')
    .meta({
      description:
        'https only. A name that resolves to a private address is refused at the call, unless the configuration allows it.',
      examples: ['https://example.org/hooks/tocsin'],
    }),
  events: z
    .array(z.string().max(50))
    .min(1, 'is empty')
    .max(50)
    .meta({
      description: `Types of events, or beginnings of them: ${webhookEventTypes.map((type) => `\`${type}\``).join(', ')}.`,
      examples: [['alert', 'answer.help', 'route.down']],
    }),
  enabled: z.boolean().default(true),
});

const fields = {
  id: z.int(),
  name: z.string(),
  url: z.string(),
  events: z.array(z.string()),
  enabled: z.boolean(),
  disabledReason: z
    .string()
    .nullable()
    .meta({ description: 'Why the gateway disabled the webhook by itself.' }),
  waiting: z.int().meta({ description: 'The number of deliveries that are not yet made.' }),
  skipped: z.int().meta({
    description: 'Events of messages that were left out, since 100,000 deliveries waited already.',
  }),
  createdAt: z.iso.datetime(),
  version: z.int().meta({ description: 'Also the ETag.' }),
};

export const webhookView = z.strictObject(fields).meta({ id: 'Webhook' });

export const newWebhookView = z
  .strictObject({
    ...fields,
    secret: z.string().meta({
      description: 'Shown only here, and to a retry with the same Idempotency-Key.',
      examples: ['whsec_…'],
    }),
  })
  .meta({ id: 'NewWebhook' });

export const deliveryView = z
  .strictObject({
    id: z.int().meta({ description: 'Sent as webhook-id, with evt_ before it.' }),
    type: z.string(),
    at: z.iso.datetime(),
    state: z.enum(['waiting', 'delivered', 'failed']),
    attempts: z.int(),
    dueAt: z.iso
      .datetime()
      .nullable()
      .meta({ description: 'When the delivery is tried next; null: not any more.' }),
    outcome: z
      .string()
      .nullable()
      .meta({
        description: 'The result of the last attempt.',
        examples: ['answered 200', 'answered 302: redirects are not followed', 'no answer in 15 s'],
      }),
    finishedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Delivery' });

export const viewWebhook = (webhook: Webhook): z.output<typeof webhookView> => ({
  id: webhook.id,
  name: webhook.name,
  url: webhook.url,
  events: [...webhook.events],
  enabled: webhook.enabled,
  disabledReason: webhook.disabledReason ?? null,
  waiting: webhook.waiting,
  skipped: webhook.skipped,
  createdAt: iso(webhook.createdAt),
  version: webhook.version,
});

export const viewDelivery = (delivery: Delivery): z.output<typeof deliveryView> => ({
  id: delivery.id,
  type: delivery.type,
  at: iso(delivery.at),
  state: delivery.state,
  attempts: delivery.attempts,
  dueAt: delivery.state === 'waiting' ? iso(delivery.dueAt) : null,
  outcome: delivery.outcome ?? null,
  finishedAt: delivery.finishedAt === undefined ? null : iso(delivery.finishedAt),
});
