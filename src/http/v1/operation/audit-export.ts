import { Readable } from 'node:stream';
import { z } from 'zod';
import { type AuditChainRepository, auditLines } from '../../../domain/operation/audit-export.ts';
import type { Access } from '../../server/access/access.ts';
import { answer, problemResponses } from '../../server/answers.ts';
import type { App } from '../../server/app.ts';

export const headView = z
  .strictObject({
    row: z.int().meta({ description: 'The id of the last row; 0: there is none yet.' }),
    hash: z.string().meta({ description: 'Its hash: SHA-256, in hexadecimal.' }),
  })
  .meta({ id: 'AuditHead' });

/** The routes that give out the chain of the audit log. */
export const auditExport = (app: App, access: Access, chain: AuditChainRepository): void => {
  app.get(
    '/v1/audit/head',
    {
      onRequest: access.need('readAudit'),
      schema: {
        tags: ['Operation'],
        summary: 'The hash of the last row of the audit log, to be kept elsewhere',
        description:
          'Each row has the hash of the row before it. `audit verify --head HASH` finds rows that were removed at the ' +
          'end since. The event `audit.head` tells it once a day.',
        response: {
          200: answer('The head.', headView),
          ...problemResponses('unauthenticated', 'forbidden'),
        },
      },
    },
    async (_request, reply) => {
      const { id, hash } = await chain.auditHead();
      return reply.send({ row: id, hash });
    },
  );

  app.get(
    '/v1/audit.jsonl',
    {
      onRequest: access.need('readAudit', 'confirmed'),
      schema: {
        tags: ['Operation'],
        summary: 'Export the whole audit log, which `audit verify` checks offline',
        description:
          'JSON lines: the first has what was deleted by age, the last the head, each other one row, oldest first. The ' +
          'answer is streamed: without the last line it is incomplete. The export itself is noted before: `api.read`.',
        response: {
          200: {
            description: 'JSON lines, UTF-8.',
            content: { 'application/jsonl': { schema: z.string() } },
          },
          ...problemResponses('unauthenticated', 'forbidden', 'confirmation-required', 'store-unavailable'),
        },
      },
    },
    async (_request, reply) =>
      reply
        .type('application/jsonl; charset=utf-8')
        .header('content-disposition', 'attachment; filename="audit.jsonl"')
        .send(Readable.from(auditLines(chain), { objectMode: false }) as never),
  );
};
