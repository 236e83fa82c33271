import { z } from 'zod';
import { binKinds, type Removed } from '../../../domain/operation/bin.ts';
import { isNumberCursor } from '../../../kernel/page.ts';
import { author, viewAuthor } from '../../resource/author.ts';
import { pagedView, pageOf, pageQuery } from '../../resource/page-query.ts';
import type { Access } from '../../server/access/access.ts';
import { answer, problemResponses } from '../../server/answers.ts';
import type { App } from '../../server/app.ts';
import { sendProblem } from '../../server/problems.ts';
import type { HttpServices } from '../../server/services.ts';
import { iso } from '../messages/message-view.ts';
import { idInPath } from '../people/scalar.ts';

export const removedView = z
  .strictObject({
    id: z.int().meta({ description: 'Of the entry in the bin.' }),
    kind: z.enum(binKinds),
    of: z.int().meta({ description: 'The id that it had, and gets back.' }),
    name: z.string(),
    removedAt: z.iso.datetime(),
    removedBy: author,
    until: z.iso.datetime().nullable().meta({
      description: 'It is deleted for good in the night after that; null: never.',
    }),
  })
  .meta({ id: 'Removed' });

/** Routes to see what was removed, and to put it back. */
export const bin = (app: App, access: Access, { bin, audit, clock }: HttpServices): void => {
  const viewOf = ({ id, kind, thing, name, by }: Removed): z.output<typeof removedView> => ({
    id,
    kind,
    of: thing,
    name,
    removedAt: iso(by.at),
    removedBy: viewAuthor(by),
    until: bin.keptMs === 'never' ? null : iso(by.at + bin.keptMs),
  });

  app.get(
    '/v1/bin',
    {
      onRequest: access.need('readPeople'),
      schema: {
        tags: ['Operation'],
        summary: 'List what was removed and can be restored, newest first',
        querystring: z.strictObject({
          kind: z.enum(binKinds).optional().meta({ description: 'Only things of this kind.' }),
          ...pageQuery(isNumberCursor),
        }),
        response: {
          200: answer('A page of removed things.', pagedView(removedView)),
          ...problemResponses('unauthenticated', 'forbidden', 'validation'),
        },
      },
    },
    async (request, reply) => {
      const { items, next } = await bin.removed(request.query.kind, pageOf(request.query));
      return reply.send({ items: items.map(viewOf), next: next ?? null });
    },
  );

  app.post(
    '/v1/bin/:id/restore',
    {
      onRequest: access.need('managePeople'),
      schema: {
        tags: ['Operation'],
        summary: 'Restore something that was removed',
        description:
          'It comes back with its id: a list with its members and their consents, a scenario with its approval. A ' +
          'schedule or a drill comes back switched off. 409 `name-taken` if another has its name now: rename that first.',
        params: idInPath,
        response: {
          200: answer('What was restored. It is where it was before.', removedView),
          ...problemResponses(
            'unauthenticated',
            'forbidden',
            'not-found',
            'name-taken',
            'validation',
            'store-unavailable',
          ),
        },
      },
    },
    async (request, reply) => {
      const restored = await bin.restoreRemoved(request.params.id, clock.now());
      if (restored.kind === 'unknown')
        return sendProblem(reply, 'not-found', { detail: 'There is no such thing in the bin.' });
      if (restored.kind === 'taken')
        return sendProblem(reply, 'name-taken', {
          detail: 'Another has its name now: rename or remove that one first.',
        });
      const { kind, thing, name } = restored.value;
      await audit.record(access.principal(request), `${kind}.restore`, `${kind}:${thing}`, { name });
      return reply.header('location', `/v1/${kind}s/${thing}`).send(viewOf(restored.value));
    },
  );
};
