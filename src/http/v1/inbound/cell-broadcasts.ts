import { z } from 'zod';
import { broadcastKind, broadcastKinds } from '../../../domain/inbound/cell-broadcast.ts';
import { isNumberCursor } from '../../../kernel/page.ts';
import { pagedView, pageOf, pageQuery } from '../../resource/page-query.ts';
import type { Access } from '../../server/access/access.ts';
import { answer, problemResponses } from '../../server/answers.ts';
import type { App } from '../../server/app.ts';
import type { HttpServices } from '../../server/services.ts';
import { iso } from '../messages/message-view.ts';

export const broadcastView = z
  .strictObject({
    id: z.int(),
    route: z.string().meta({ description: 'The modem that received it.' }),
    channel: z.int().meta({ description: 'The message identifier.', examples: [4370] }),
    kind: z.enum(broadcastKinds).meta({ description: 'What the channel is for, as EU-Alert uses it.' }),
    serial: z.int(),
    language: z.string().nullable(),
    text: z.string(),
    pages: z.int().meta({ description: 'Pages that came.' }),
    of: z.int().meta({ description: 'Pages that it has.' }),
    firstAt: z.iso.datetime(),
    lastAt: z.iso.datetime().meta({ description: 'When it last came again, to a minute.' }),
    outcome: z
      .string()
      .nullable()
      .meta({ description: 'What the trigger made of it; null: no rule is for it, or a page is missing.' }),
    alert: z.int().nullable().meta({ description: 'The draft that the trigger made.' }),
  })
  .meta({ id: 'CellBroadcast' });

/** Cell broadcasts that modems received. */
export const cellBroadcasts = (app: App, access: Access, { broadcasts }: HttpServices): void => {
  app.get(
    '/v1/cell-broadcasts',
    {
      onRequest: access.need('watch'),
      schema: {
        tags: ['Inbox'],
        summary: 'List the cell broadcasts that modems received, newest first',
        querystring: z.strictObject(pageQuery(isNumberCursor)),
        response: {
          200: answer('A page of broadcasts.', pagedView(broadcastView)),
          ...problemResponses('unauthenticated', 'forbidden', 'validation'),
        },
      },
    },
    async (request, reply) => {
      const { items, next } = await broadcasts.broadcasts(pageOf(request.query));
      const views = items.map(({ language, firstAt, lastAt, outcome, alert, ...rest }) => ({
        ...rest,
        kind: broadcastKind(rest.channel),
        language: language ?? null,
        firstAt: iso(firstAt),
        lastAt: iso(lastAt),
        outcome: outcome ?? null,
        alert: alert ?? null,
      }));
      return reply.send({ items: views, next: next ?? null });
    },
  );
};
