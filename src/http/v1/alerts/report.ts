import { z } from 'zod';
import { reportHtml } from '../../../alerts/report/page/report-html.ts';
import { reportCsv } from '../../../alerts/report/report-csv.ts';
import type { Report } from '../../../alerts/report/report-service.ts';
import { formatFor } from '../../../alerts/report/words/format.ts';
import {
  type ReportLanguage,
  reportLanguageFor,
  reportLanguages,
} from '../../../alerts/report/words/language.ts';
import type { Access } from '../../server/access/access.ts';
import { problemResponses } from '../../server/answers.ts';
import type { App } from '../../server/app.ts';
import { sendProblem } from '../../server/problems.ts';
import type { HttpServices } from '../../server/services.ts';
import { idInPath } from '../people/scalar.ts';
import { Digest, PAGE_POLICY, spool } from './proof.ts';
import { reportView } from './report-fields.ts';
import { viewReport } from './report-view.ts';

/** The route of the report, during an alert and after it. */
export const alertReport = (app: App, access: Access, { reports, audit, timeZone }: HttpServices): void => {
  const pageOf = (report: Report, language: ReportLanguage): string =>
    reportHtml(report, formatFor(language, timeZone, report.launchedAt ?? report.alert.created.at));

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
          'messages or people are deleted. Page and CSV carry the SHA-256 of their octets in the header Repr-Digest ' +
          '(RFC 9530), and the audit log notes who exported which: `alert.export`.',
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
              .meta({
                description:
                  'The language. Left out: the page is as Accept-Language says; CSV and JSON have the words of the API, ' +
                  'and times in UTC. With it, the CSV is for people, as Excel opens it (in French with semicolons), and the ' +
                  'JSON has reasons and details in it.',
              }),
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
          ...problemResponses(
            'unauthenticated',
            'forbidden',
            'confirmation-required',
            'not-found',
            'validation',
          ),
        },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const { format, of, lang } = request.query;
      const note = (file: Readonly<Record<string, string>>): Promise<void> =>
        audit.record(access.principal(request), 'alert.export', `alert:${id}`, { format, ...file });
      if (format === 'csv') {
        access.needConfirmed(request);
        const beganAt = await reports.beganAt(id);
        if (beganAt === undefined)
          return sendProblem(reply, 'not-found', { detail: 'There is no such alert.' });
        const [pages, name] =
          of === 'notReached'
            ? [reports.notReached(id), `alert-${id}-not-reached.csv`]
            : [reports.messages(id), `alert-${id}.csv`];
        const words = lang === undefined ? undefined : formatFor(lang, timeZone, beganAt);
        const { digest, octets } = await spool(reportCsv(pages, words));
        await note({ of: of ?? 'messages', ...(lang && { lang }), sha256: digest.hex });
        return reply
          .type('text/csv; charset=utf-8')
          .header('content-disposition', `attachment; filename="${name}"`)
          .header('repr-digest', digest.header)
          .send(octets as never);
      }
      const report = await reports.report(id);
      if (report === undefined) return sendProblem(reply, 'not-found', { detail: 'There is no such alert.' });
      if (format === 'json') {
        const proof = reportLanguages.map((language) => ({
          lang: language,
          sha256: Digest.of(pageOf(report, language)).hex,
        }));
        return reply.send(viewReport(report, { timeZone, proof, lang }));
      }
      const language = lang ?? reportLanguageFor(request.headers['accept-language']);
      const page = pageOf(report, language);
      const digest = Digest.of(page);
      await note({ lang: language, sha256: digest.hex });
      return reply
        .type('text/html; charset=utf-8')
        .header('content-language', language)
        .header('vary', 'accept-language')
        .header('content-security-policy', PAGE_POLICY)
        .header('repr-digest', digest.header)
        .send(page as never);
    },
  );
};
