import { z } from 'zod';
import type { AuditEntry } from '../../../domain/operation/audit.ts';
import { isNumberCursor } from '../../../kernel/page.ts';
import { author, viewAuthor } from '../../resource/author.ts';
import { instant } from '../../resource/fields.ts';
import { readNumber } from '../../resource/numbers.ts';
import { pagedView, pageOf, pageQuery } from '../../resource/page-query.ts';
import type { Access } from '../../server/access/access.ts';
import { answer, problemResponses } from '../../server/answers.ts';
import type { App } from '../../server/app.ts';
import type { HttpServices } from '../../server/services.ts';
import { iso } from '../messages/message-view.ts';
import { auditExport } from './audit-export.ts';

const filter = z.string().min(1).max(200).optional();

export const auditView = z
  .strictObject({
    id: z.int(),
    at: z.iso.datetime(),
    actor: author.meta({
      description: 'The id is that of a user (user:1) or of a token, or of another actor, such as cli.',
    }),
    action: z.string().meta({ examples: ['route.disable'] }),
    subject: z.string().meta({ examples: ['route:orange'] }),
    detail: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'AuditEntry' });

const viewEntry = ({ id, at, actor, action, subject, detail }: AuditEntry): z.output<typeof auditView> => ({
  id,
  at: iso(at),
  actor: viewAuthor(actor),
  action,
  subject,
  detail: { ...detail },
});

/** A subject `number:…` with the number in E.164. What is none stays, such as the alias of somebody who was erased. */
const withNumber = (subject: string | undefined): string | undefined =>
  subject?.replace(/^number:(.*)$/s, (_all, number: string) => `number:${readNumber(number) ?? number}`);

/** The route of the audit log. */
export const audit = (app: App, access: Access, { audit: repository, auditChain }: HttpServices): void => {
  auditExport(app, access, auditChain);

  app.get(
    '/v1/audit',
    {
      onRequest: access.need('readAudit'),
      schema: {
        tags: ['Operation'],
        summary: 'List the audit log: who did what, newest first',
        querystring: z.strictObject({
          actor: filter.meta({ description: 'The id or the name of the actor.' }),
          action: filter.meta({ description: '`route.disable`; `route` for all actions that begin so.' }),
          subject: filter.transform(withNumber).meta({
            description: '`route:orange`; `route` for every route; `number:…` as in other queries.',
          }),
          since: instant('Only entries of this time or later.').optional(),
          ...pageQuery(isNumberCursor),
        }),
        response: {
          200: answer('A page of entries.', pagedView(auditView)),
          ...problemResponses('unauthenticated', 'forbidden', 'validation'),
        },
      },
    },
    async (request, reply) => {
      const { actor, action, subject, since } = request.query;
      const { items, next } = await repository.audit(
        { actor, action, subject, since },
        pageOf(request.query),
      );
      return reply.send({ items: items.map(viewEntry), next: next ?? null });
    },
  );
};
