import { Readable } from 'node:stream';
import { z } from 'zod';
import { csvOf } from '../../../people/export-csv.ts';
import type { Access } from '../../server/access/access.ts';
import { problemResponses } from '../../server/answers.ts';
import type { App } from '../../server/app.ts';
import type { HttpServices } from '../../server/services.ts';

/** The route that exports contacts, in the format that an import takes. */
export const contactsCsv = (app: App, access: Access, { people }: HttpServices): void => {
  app.get(
    '/v1/contacts.csv',
    {
      onRequest: access.need('readPeople', 'confirmed'),
      schema: {
        tags: ['People'],
        summary: 'Export contacts as CSV',
        description:
          'In the format that an import takes; for a list also the consent of each member. A cell that a spreadsheet ' +
          'would run as a formula begins with an apostrophe. The answer is streamed: if it breaks off, it is incomplete.',
        querystring: z.strictObject({
          list: z.coerce.number().int().min(1).optional().meta({ description: 'Only members of this list.' }),
        }),
        response: {
          200: { description: 'CSV, UTF-8.', content: { 'text/csv': { schema: z.string() } } },
          ...problemResponses('unauthenticated', 'forbidden', 'confirmation-required', 'validation'),
        },
      },
    },
    async (request, reply) => {
      const lines = csvOf(people, request.query.list);
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="contacts.csv"')
        .send(Readable.from(lines, { objectMode: false }) as never);
    },
  );
};
