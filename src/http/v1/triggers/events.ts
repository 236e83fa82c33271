import { z } from 'zod';
import { triggerResults } from '../../../domain/triggers/triggers-service.ts';
import { idempotencyHeaders } from '../../resource/idempotency.ts';
import type { Once } from '../../resource/once.ts';
import type { Access } from '../../server/access/access.ts';
import { answer, problemResponses } from '../../server/answers.ts';
import type { App } from '../../server/app.ts';
import { Refusal } from '../../server/problems.ts';
import type { HttpServices } from '../../server/services.ts';
import { iso } from '../messages/message-view.ts';

const outcomesView = z
  .strictObject({
    outcomes: z.array(
      z.strictObject({
        result: z.enum(triggerResults).meta({
          description:
            'waiting: an alert was made, and a person has to look at it. known: the event came before. held: the storm brake ' +
            'held it, and nothing was made. ignored: no rule fits.',
        }),
        alert: z.int().nullable(),
        reason: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'TriggerOutcomes' });

const instantOrNull = z.iso.datetime().nullable();

export const triggersView = z
  .strictObject({
    brake: z.strictObject({
      on: z.boolean(),
      held: z.strictObject({ perMinute: z.int(), identical: z.int() }),
      lastHeldAt: instantOrNull,
    }),
    triggers: z.array(
      z.strictObject({
        name: z.string(),
        counts: z.strictObject({
          launched: z.int(),
          waiting: z.int(),
          known: z.int(),
          held: z.int(),
          ignored: z.int(),
          refused: z.int(),
        }),
        lastAt: instantOrNull,
      }),
    ),
    feeds: z.array(
      z.strictObject({
        url: z.string(),
        readAt: instantOrNull,
        trouble: z.string().nullable(),
        taken: z.int(),
        refused: z.int(),
      }),
    ),
  })
  .meta({ id: 'Triggers', description: 'Counts are since the start of the gateway.' });

const isoOrNull = (ms: number | undefined): string | null => (ms === undefined ? null : iso(ms));

/** Routes of triggers: events of other programs, and what became of them. */
export const events = (
  app: App,
  access: Access,
  once: Once,
  { triggers, cap }: Pick<HttpServices, 'triggers' | 'cap'>,
): void => {
  app.get(
    '/v1/triggers',
    {
      onRequest: access.need('watch'),
      schema: {
        tags: ['Triggers'],
        summary: 'List what launches alerts by itself, with counts',
        response: {
          200: answer('Triggers, feeds and the storm brake.', triggersView),
          ...problemResponses('unauthenticated', 'forbidden'),
        },
      },
    },
    async (_request, reply) => {
      const { lastHeldAt, ...brake } = triggers.brake();
      return reply.send({
        brake: { ...brake, lastHeldAt: isoOrNull(lastHeldAt) },
        triggers: triggers.list().map((one) => ({ ...one, lastAt: isoOrNull(one.lastAt) })),
        feeds: cap
          .feeds()
          .map((feed) => ({ ...feed, readAt: isoOrNull(feed.readAt), trouble: feed.trouble ?? null })),
      });
    },
  );

  app.post(
    '/v1/triggers/:name',
    {
      onRequest: access.need('launch', 'confirmed'),
      schema: {
        tags: ['Triggers'],
        summary: 'Send events of another program',
        description:
          'The configuration says which scenario they launch. `alertmanager` takes the webhook of the Alertmanager of ' +
          'Prometheus unchanged.',
        params: z.object({
          name: z
            .string()
            .max(64)
            .meta({ examples: ['alertmanager'] }),
        }),
        headers: idempotencyHeaders,
        body: z.unknown().meta({ description: 'JSON, as the other program writes it.' }),
        response: {
          200: answer('Nothing was launched.', outcomesView),
          202: answer('Alerts were made, and are on disk.', outcomesView),
          ...problemResponses(
            'malformed-json',
            'unauthenticated',
            'forbidden',
            'confirmation-required',
            'not-found',
            'idempotency-in-doubt',
            'too-large',
            'validation',
            'idempotency-conflict',
            'store-unavailable',
          ),
        },
      },
    },
    (request, reply) => {
      const work = async () => {
        const taken = await triggers.take(request.params.name, request.body, access.actor(request).id);
        if (taken.kind === 'unknown') {
          return new Refusal('not-found', { detail: 'The configuration has no trigger of that name.' });
        }
        if (taken.kind === 'refused') {
          return new Refusal('validation', { errors: [{ path: '', message: taken.reason }] });
        }
        const outcomes = taken.outcomes.map(({ result, alert, reason }) => ({
          result,
          alert: alert ?? null,
          reason: reason ?? null,
        }));
        const made = outcomes.some(({ result }) => result === 'launched' || result === 'waiting');
        return { status: made ? 202 : 200, body: { outcomes } } as const;
      };
      const knowsItself = triggers.knowsAgain(request.params.name, request.body);
      return once.answer(request, reply, work, { knowsItself });
    },
  );
};
