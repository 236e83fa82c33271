import { z } from 'zod';
import type { Access } from '../../server/access/access.ts';
import { problemResponses } from '../../server/answers.ts';
import type { App } from '../../server/app.ts';
import { sendProblem } from '../../server/problems.ts';
import type { HttpServices } from '../../server/services.ts';
import { idInPath } from '../people/scalar.ts';

const xml = (description: string, type: string) => ({
  description,
  content: { [type]: { schema: z.string() } },
});

/** Routes that give alerts to other systems, as CAP documents and a feed. */
export const capOut = (app: App, access: Access, { cap }: HttpServices): void => {
  app.get(
    '/v1/alerts/:id/cap',
    {
      onRequest: access.need('readAlerts'),
      schema: {
        tags: ['Triggers'],
        summary: 'An alert as CAP 1.2',
        description:
          'As it is now. An update or a cancel refers to what went out before. An alert that has not gone out has the ' +
          'status Draft. The document has no number and no name of a person.',
        params: idInPath,
        response: {
          200: xml('The alert.', 'application/cap+xml'),
          ...problemResponses('unauthenticated', 'forbidden', 'not-found', 'validation'),
        },
      },
    },
    async (request, reply) => {
      const document = await cap.document(request.params.id);
      if (document === undefined) {
        return sendProblem(reply, 'not-found', { detail: 'There is no alert of that id.' });
      }
      return reply.type('application/cap+xml').send(document);
    },
  );

  app.get(
    '/v1/cap.atom',
    {
      onRequest: access.need('readAlerts'),
      schema: {
        tags: ['Triggers'],
        summary: 'The alerts that went out, as an Atom feed of CAP documents',
        response: {
          200: xml('The feed.', 'application/atom+xml'),
          ...problemResponses('unauthenticated', 'forbidden'),
        },
      },
    },
    async (_request, reply) => reply.type('application/atom+xml').send(await cap.feed()),
  );
};
