import { z } from 'zod';
import type { AuditEntry } from '../../../domain/operation/audit.ts';
import { author, viewAuthor } from '../../resource/author.ts';
import type { Access } from '../../server/access/access.ts';
import { answer, problemResponses } from '../../server/answers.ts';
import type { App } from '../../server/app.ts';
import { sendProblem } from '../../server/problems.ts';
import type { HttpServices } from '../../server/services.ts';
import { iso } from '../messages/message-view.ts';

/** The newest exports that an answer names: a page that doesn't change may be exported again and again. */
const MOST = 100;

const exportView = z
  .strictObject({
    at: z.iso.datetime(),
    by: author,
    alerts: z
      .array(z.int())
      .meta({ description: 'The alert that it reports on, or those that it compares.' }),
    format: z.string().nullable(),
    of: z.string().nullable().meta({ description: 'What a CSV lists.' }),
    lang: z.string().nullable(),
  })
  .meta({ id: 'ReportExport' });

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);

const view = ({ at, actor, subject, detail }: AuditEntry): z.output<typeof exportView> => ({
  at: iso(at),
  by: viewAuthor(actor),
  alerts: Array.isArray(detail['alerts'])
    ? detail['alerts'].map(Number)
    : [Number(subject.slice('alert:'.length))],
  format: text(detail['format']),
  of: text(detail['of']),
  lang: text(detail['lang']),
});

/** The route that says of a saved page or CSV who exported it. */
export const verifyReport = (app: App, access: Access, { exported }: HttpServices): void => {
  app.post(
    '/v1/reports/verify',
    {
      onRequest: access.need('readAlerts'),
      schema: {
        tags: ['Alerts'],
        summary: 'Find who exported a page or CSV, by its SHA-256',
        description:
          'By the audit log: 404 if no export with this digest is in it, such as of a file that was changed, or of one that ' +
          'was exported longer ago than the audit log is kept.',
        body: z.strictObject({
          sha256: z
            .string()
            .regex(/^[0-9a-fA-F]{64}$/, 'is not 64 hexadecimal digits, as sha256sum prints them')
            .transform((hex) => hex.toLowerCase()),
        }),
        response: {
          200: answer(
            'The exports, newest first.',
            z.strictObject({ sha256: z.string(), exports: z.array(exportView) }),
          ),
          ...problemResponses('unauthenticated', 'forbidden', 'not-found', 'validation'),
        },
      },
    },
    async (request, reply) => {
      const { sha256 } = request.body;
      const found = await exported.exportsOf(sha256, MOST);
      if (found.length === 0)
        return sendProblem(reply, 'not-found', {
          detail: 'No export with this SHA-256 is in the audit log.',
        });
      return reply.send({ sha256, exports: found.map(view) });
    },
  );
};
