import { z } from 'zod';
import { formatMessageId } from '../../../domain/messages/message-id.ts';
import type { Access } from '../../server/access/access.ts';
import { answer, problemResponses } from '../../server/answers.ts';
import type { App } from '../../server/app.ts';
import type { HttpServices } from '../../server/services.ts';
import { iso } from '../messages/message-view.ts';
import { heardView, viewHeard } from './heard-view.ts';

export const earCheckView = z
  .strictObject({
    ear: z.string().meta({ description: 'The route of the modem that listens.', examples: ['modem-1'] }),
    route: z.string().meta({ description: 'The route that sent.', examples: ['orange'] }),
    result: z.enum(['unknown', 'passed', 'failed']).meta({
      description: 'unknown: no message has been judged yet, or the ear was out of service.',
    }),
    reason: z.string().nullable(),
    message: z.string().nullable().meta({ description: 'The id of the message that was judged.' }),
    sentAt: z.iso.datetime().nullable(),
    deliveredAt: z.iso.datetime().nullable().meta({ description: 'When the receipt came.' }),
    heard: heardView.nullable(),
  })
  .meta({ id: 'EarCheck' });

const isoOrNull = (at: number | undefined): string | null => (at === undefined ? null : iso(at));

/** Ears: modems that hear what the other routes send. */
export const ears = (app: App, access: Access, { earChecks }: HttpServices): void => {
  app.get(
    '/v1/ears',
    {
      onRequest: access.need('watch'),
      schema: {
        tags: ['Routes'],
        summary: 'What each ear heard of each route',
        description:
          'An ear is a modem to whose number the other routes send. What arrives is compared with what was sent. A ' +
          'failed check is also the reason of its route in /v1/routes.',
        response: {
          200: answer('The last check of each route by each ear.', z.array(earCheckView)),
          ...problemResponses('unauthenticated', 'forbidden'),
        },
      },
    },
    (_request, reply) => {
      reply.send(
        earChecks().map(({ ear, route, result, reason, message, sentAt, deliveredAt, heard }) => ({
          ear,
          route,
          result,
          reason: reason ?? null,
          message: message === undefined ? null : formatMessageId(message),
          sentAt: isoOrNull(sentAt),
          deliveredAt: isoOrNull(deliveredAt),
          heard: heard === undefined ? null : viewHeard(heard),
        })),
      );
    },
  );
};
