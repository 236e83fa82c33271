import { z } from 'zod';
import { alertsCsv, routesCsv } from '../../../alerts/report/compare/compare-csv.ts';
import { compareHtml } from '../../../alerts/report/compare/compare-html.ts';
import { formatFor } from '../../../alerts/report/words/format.ts';
import { reportLanguageFor, reportLanguages } from '../../../alerts/report/words/language.ts';
import { alertKinds } from '../../../domain/alerts/alert.ts';
import { instant } from '../../resource/fields.ts';
import { pagedView, pageOf, pageQuery } from '../../resource/page-query.ts';
import type { Access } from '../../server/access/access.ts';
import { answer, problemResponses } from '../../server/answers.ts';
import type { App } from '../../server/app.ts';
import { sendProblem } from '../../server/problems.ts';
import type { HttpServices } from '../../server/services.ts';
import { Digest, PAGE_POLICY } from '../alerts/proof.ts';
import { comparedView, viewCompared } from './compare-view.ts';

const MOST = 20;

const alertsInQuery = z
  .string()
  .regex(/^[1-9][0-9]{0,14}(?:,[1-9][0-9]{0,14})*$/, 'is no list of alerts, such as 1,2')
  .transform((text) => text.split(',').map(Number))
  .refine((ids) => ids.length >= 2 && ids.length <= MOST, `are not 2 to ${MOST} alerts`)
  .refine((ids) => new Set(ids).size === ids.length, 'name an alert twice')
  .meta({ description: `2 to ${MOST} ids, with commas.`, examples: ['1,2'] });

const compareQuery = z
  .strictObject({
    alerts: alertsInQuery,
    format: z.enum(['json', 'csv', 'html']).default('json'),
    of: z.enum(['alerts', 'routes']).optional().meta({
      description: 'What the CSV has a line for: each alert (if left out), or each route of each alert.',
    }),
    lang: z.enum(reportLanguages).optional().meta({
      description: 'The language of the page. Left out: as Accept-Language says.',
    }),
  })
  .refine(({ format, of }) => of === undefined || format === 'csv', {
    path: ['of'],
    message: 'is for format=csv only',
  })
  .refine(({ format, lang }) => lang === undefined || format === 'html', {
    path: ['lang'],
    message: 'is for format=html only',
  });

/** Routes of alerts beside each other, and over time. */
export const reports = (app: App, access: Access, { comparison, audit, timeZone }: HttpServices): void => {
  app.get(
    '/v1/reports/compare',
    {
      onRequest: access.need('readAlerts'),
      schema: {
        tags: ['Alerts'],
        summary: 'Compare alerts',
        description:
          'The figures that were kept when each alert ended; only an alert without such figures is counted. Page and CSV ' +
          'carry the SHA-256 of their octets in the header Repr-Digest (RFC 9530), and the audit log notes who exported ' +
          'which: `report.export`. 404 names an alert that there is not, 422 one that never went out.',
        querystring: compareQuery,
        response: {
          200: {
            description: 'The alerts, in the order in which they were asked for.',
            content: {
              'application/json': { schema: z.strictObject({ items: z.array(comparedView) }) },
              'text/csv': { schema: z.string() },
              'text/html': { schema: z.string() },
            },
          },
          ...problemResponses('unauthenticated', 'forbidden', 'not-found', 'validation'),
        },
      },
    },
    async (request, reply) => {
      const { alerts: ids, format, of = 'alerts', lang } = request.query;
      const compared = await comparison.of(ids);
      if (compared.kind === 'unknown')
        return sendProblem(reply, 'not-found', { detail: `There is no alert ${compared.alert}.` });
      if (compared.kind === 'neverOut')
        return sendProblem(reply, 'validation', {
          errors: [{ path: 'alerts', message: `name alert ${compared.alert}, which never went out` }],
        });
      const { alerts } = compared;
      if (format === 'json') return reply.send({ items: alerts.map(viewCompared) });
      const language = lang ?? reportLanguageFor(request.headers['accept-language']);
      const [text, how] =
        format === 'csv'
          ? [of === 'routes' ? routesCsv(alerts) : alertsCsv(alerts), { of }]
          : [
              compareHtml(alerts, formatFor(language, timeZone, alerts[0]?.launchedAt ?? 0)),
              { lang: language },
            ];
      const digest = Digest.of(text);
      await audit.record(access.principal(request), 'report.export', 'report:compare', {
        format,
        alerts: ids,
        ...how,
        sha256: digest.hex,
      });
      reply.header('repr-digest', digest.header);
      if (format === 'csv')
        return reply
          .type('text/csv; charset=utf-8')
          .header('content-disposition', `attachment; filename="${of}-compared.csv"`)
          .send(text as never);
      return reply
        .type('text/html; charset=utf-8')
        .header('content-language', language)
        .header('vary', 'accept-language')
        .header('content-security-policy', PAGE_POLICY)
        .send(text as never);
    },
  );

  app.get(
    '/v1/reports/over-time',
    {
      onRequest: access.need('readAlerts'),
      schema: {
        tags: ['Alerts'],
        summary: 'List the alerts that went out with their figures, oldest first',
        description: 'For trends: exercises stand beside live alerts, unless `kind` says otherwise.',
        querystring: z.strictObject({
          from: instant('Only alerts launched at this time or later.').optional(),
          to: instant('Only alerts launched before this time.').optional(),
          scenario: z.coerce.number().int().min(1).optional(),
          kind: z.enum(alertKinds).optional(),
          ...pageQuery((text) => /^[0-9]{1,15}-[0-9]{1,15}$/.test(text)),
          limit: z.coerce.number().int().min(1).max(50).default(MOST),
        }),
        response: {
          200: answer('A page of alerts.', pagedView(comparedView)),
          ...problemResponses('unauthenticated', 'forbidden', 'validation'),
        },
      },
    },
    async (request, reply) => {
      const { from, to, scenario, kind } = request.query;
      const page = await comparison.overTime({ from, to, scenario, kind }, pageOf(request.query));
      return reply.send({ items: page.items.map(viewCompared), next: page.next ?? null });
    },
  );
};
