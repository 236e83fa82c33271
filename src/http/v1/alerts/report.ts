import { Readable } from 'node:stream';
import { z } from 'zod';
import { reportCsv } from '../../../alerts/report/report-csv.ts';
import { reportHtml } from '../../../alerts/report/report-html.ts';
import { reportLanguageFor, reportLanguages } from '../../../alerts/report/report-words.ts';
import type { Access } from '../../server/access.ts';
import { problemResponses } from '../../server/answers.ts';
import type { App } from '../../server/app.ts';
import { sendProblem } from '../../server/problems.ts';
import type { HttpServices } from '../../server/services.ts';
import { idInPath } from '../people/scalar.ts';
import { reportView, viewReport } from './report-view.ts';

/** Content-Security-Policy: the page loads nothing and runs no script. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'";

/** The route of the report, during an alert and after it. */
export const alertReport = (app: App, access: Access, { reports }: HttpServices): void => {
  app.get(
    '/v1/alerts/:id/report',
    {
      onRequest: access.need('readAlerts'),
      schema: {
        tags: ['Alerts'],
        summary: 'The after-action report',
        description:
          'As JSON, as a page to print, or as CSV: a line for every message, or for every person whom nothing reached. In ' +
          'the CSV, a cell that a spreadsheet would run as a formula begins with an apostrophe. The figures stay when ' +
          'messages or people are deleted.',
        params: idInPath,
        querystring: z
          .strictObject({
            format: z.enum(['json', 'csv', 'html']).default('json'),
            of: z
              .enum(['messages', 'notReached'])
              .optional()
              .meta({
                description:
                  'What the CSV lists. messages (if left out): every message. notReached: every person whom no wave ' +
                  'reached, with the message that says what became of them.',
              }),
            lang: z
              .enum(reportLanguages)
              .optional()
              .meta({ description: 'The language of the page. Left out: as Accept-Language says.' }),
          })
          .refine(({ format, of }) => of === undefined || format === 'csv', {
            path: ['of'],
            message: 'is for format=csv only',
          }),
        response: {
          200: {
            description: 'The report.',
            content: {
              'application/json': { schema: reportView },
              'text/csv': { schema: z.string() },
              'text/html': { schema: z.string() },
            },
          },
          ...problemResponses('unauthenticated', 'forbidden', 'not-found', 'validation'),
        },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const { format, of, lang } = request.query;
      if (format === 'csv') {
        if (!(await reports.exists(id)))
          return sendProblem(reply, 'not-found', { detail: 'There is no such alert.' });
        const [pages, name] =
          of === 'notReached'
            ? [reports.notReached(id), `alert-${id}-not-reached.csv`]
            : [reports.messages(id), `alert-${id}.csv`];
        return reply
          .type('text/csv; charset=utf-8')
          .header('content-disposition', `attachment; filename="${name}"`)
          .send(Readable.from(reportCsv(pages), { objectMode: false }) as never);
      }
      const report = await reports.report(id);
      if (report === undefined) return sendProblem(reply, 'not-found', { detail: 'There is no such alert.' });
      if (format === 'json') return reply.send(viewReport(report));
      const language = lang ?? reportLanguageFor(request.headers['accept-language']);
      return reply
        .type('text/html; charset=utf-8')
        .header('content-language', language)
        .header('vary', 'accept-language')
        .header('content-security-policy', POLICY)
        .send(reportHtml(report, language) as never);
    },
  );
};
