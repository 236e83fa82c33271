import { z } from 'zod';
import { priorities } from '../../../domain/messages/priority.ts';
import type { Access } from '../../server/access/access.ts';
import { answer, problemResponses } from '../../server/answers.ts';
import type { App } from '../../server/app.ts';
import type { HttpServices } from '../../server/services.ts';
import { previewFields, toSeconds, viewRoute } from '../alerts/preview-view.ts';

const outlookQuery = z.strictObject({
  people: z.coerce.number().int().min(1).max(10_000_000).default(1000),
  parts: z.coerce.number().int().min(1).max(20).default(1).meta({ description: 'Parts of the text.' }),
  priority: z.enum(priorities).default('critical'),
});

export const outlookView = z
  .strictObject({
    people: z.int(),
    parts: z.int(),
    priority: z.enum(priorities),
    eta: z
      .number()
      .nullable()
      .meta({
        description:
          'Seconds until the last part would have left, after what waits before it, by what the routes carry now and all ' +
          'limits that are known; null: never, as things are.',
      }),
    reason: z.string().nullable().meta({ description: 'Why not all would be out.' }),
    routes: previewFields.routes,
    ready: z.boolean().meta({ description: 'Whether messages are accepted now.' }),
    notReady: z.string().nullable().meta({ description: 'Why none are.' }),
    disk: z
      .strictObject({ free: z.number().nullable(), reserve: z.number() })
      .meta({ description: 'Bytes: `free` null: not known. Up to `reserve` nothing new is accepted.' }),
  })
  .meta({ id: 'Outlook' });

/** Whether a message that nobody has written yet could be sent now, and how long it would take. */
export const outlook = (app: App, access: Access, services: HttpServices): void => {
  app.get(
    '/v1/outlook',
    {
      onRequest: access.need('watch'),
      schema: {
        tags: ['Routes'],
        summary: 'How long a message to so many people would take now',
        description: 'The forecast of alerts, for a message that nobody has written yet. Sends nothing.',
        querystring: outlookQuery,
        response: {
          200: answer('The outlook, as things are now.', outlookView),
          ...problemResponses('unauthenticated', 'forbidden', 'validation'),
        },
      },
    },
    (request, reply) => {
      const { people, parts, priority } = request.query;
      const { etaMs, reason, routes } = services.outlook({ people, partsEach: parts, priority });
      const { ready, reason: notReady } = services.health.ready();
      const { free, reserve } = services.disk();
      reply.send({
        people,
        parts,
        priority,
        eta: toSeconds(etaMs),
        reason: reason ?? null,
        routes: routes.map(viewRoute),
        ready,
        notReady: notReady ?? null,
        disk: { free: free ?? null, reserve },
      });
    },
  );
};
