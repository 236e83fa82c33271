import { Readable } from 'node:stream';
import { z } from 'zod';
import { csvOf } from '../../../people/export-csv.ts';
import type { Access } from '../../server/access.ts';
import { problemResponses } from '../../server/answers.ts';
import type { App } from '../../server/app.ts';
import type { HttpServices } from '../../server/services.ts';

/** All contacts as a file that an import takes. */
export const contactsCsv = (app: App, access: Access, { people }: HttpServices): void => {
  app.get(
    '/v1/contacts.csv',
    {
      onRequest: access.need('readPeople'),
      schema: {
        tags: ['People'],
        summary: 'Export contacts as CSV',
        description:
          'As an import takes it; of a list with what each member said to it. A cell that a spreadsheet would run as a formula begins with an apostrophe. Streamed: an ' +
          'answer that breaks off is not whole.',
        querystring: z.strictObject({
          list: z.coerce.number().int().min(1).optional().meta({ description: 'Only members of this list.' }),
        }),
        response: {
          200: { description: 'CSV, UTF-8.', content: { 'text/csv': { schema: z.string() } } },
          ...problemResponses('unauthenticated', 'forbidden', 'validation'),
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
