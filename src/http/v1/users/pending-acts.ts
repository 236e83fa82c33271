import { z } from 'zod';
import type { PendingAct } from '../../../domain/access/pending-act.ts';
import { roles } from '../../../domain/access/role.ts';
import { isNumberCursor } from '../../../kernel/page.ts';
import { label } from '../../resource/fields.ts';
import { pagedView, pageOf, pageQuery } from '../../resource/page-query.ts';
import type { Access } from '../../server/access/access.ts';
import { answer, noContent, problemResponses } from '../../server/answers.ts';
import type { App } from '../../server/app.ts';
import { sendProblem } from '../../server/problems.ts';
import type { HttpServices } from '../../server/services.ts';
import { iso } from '../messages/message-view.ts';
import { idInPath } from '../people/scalar.ts';

const PATH = '/v1/pending-acts';
const tags = ['Operation'];

export const pendingActView = z
  .strictObject({
    id: z.int(),
    kind: z.enum(['create', 'replace', 'enable']).meta({
      description: 'create: makes the user; replace: gives these roles; enable: enables the user again.',
    }),
    name: z.string().meta({ description: 'The user.' }),
    roles: z.array(z.enum(roles)),
    language: z.string(),
    phone: z.string().nullable(),
    hash: z.string().meta({ description: 'Of all that is asked for: an approval names it.' }),
    askedBy: z.strictObject({ id: z.string(), name: z.string() }),
    askedAt: z.iso.datetime(),
    until: z.iso.datetime().meta({ description: 'From then on it waits no more.' }),
  })
  .meta({ id: 'PendingAct' });

export const viewPendingAct = (act: PendingAct): z.output<typeof pendingActView> => ({
  id: act.id,
  kind: act.kind,
  name: act.name,
  roles: [...act.roles],
  language: act.language,
  phone: act.phone ?? null,
  hash: act.hash,
  askedBy: { id: act.askedBy.id, name: act.askedBy.name },
  askedAt: iso(act.askedAt),
  until: iso(act.until),
});

const stepProblems = problemResponses(
  'unauthenticated',
  'forbidden',
  'confirmation-required',
  'not-found',
  'validation',
  'store-unavailable',
);
const unknown = { detail: 'No act of this id waits: it is settled, or more than 24 hours old.' };

/** Routes of what waits for another admin. */
export const pendingActs = (app: App, access: Access, { pendingActs: service }: HttpServices): void => {
  app.get(
    PATH,
    {
      onRequest: access.need('manageUsers'),
      schema: {
        tags,
        summary: 'List what waits for another admin, oldest first',
        description: 'Where `access.twoPersonsForAdmin` asks for it: what gives a user more rights.',
        querystring: z.strictObject(pageQuery(isNumberCursor)),
        response: {
          200: answer('A page of acts.', pagedView(pendingActView)),
          ...problemResponses('unauthenticated', 'forbidden', 'validation'),
        },
      },
    },
    async (request, reply) => {
      const { items, next } = await service.list(pageOf(request.query));
      return reply.send({ items: items.map(viewPendingAct), next: next ?? null });
    },
  );

  app.post(
    `${PATH}/:id/approve`,
    {
      onRequest: access.need('manageUsers', 'confirmed'),
      schema: {
        tags,
        summary: 'Approve an act of another admin, which is carried out at once, exactly as asked',
        description:
          'Nobody approves their own. An admin whom the asker has given the role or a password less than 24 hours ago is ' +
          'no other person.',
        params: idInPath,
        body: z.strictObject({
          hash: label(100).meta({ description: 'The hash of the act that was seen.' }),
        }),
        response: {
          204: noContent('It is done.'),
          ...stepProblems,
          ...problemResponses(
            'malformed-json',
            'own-approval',
            'name-taken',
            'number-taken',
            'changed-meanwhile',
            'too-large',
          ),
        },
      },
    },
    async (request, reply) => {
      const settled = await service.approve(request.params.id, request.body.hash, access.actor(request));
      switch (settled.kind) {
        case 'done':
          return reply.code(204).send();
        case 'notOne':
          return sendProblem(reply, 'not-found', unknown);
        case 'own':
          return sendProblem(reply, 'own-approval', { detail: settled.detail });
        case 'nameTaken':
          return sendProblem(reply, 'name-taken', { detail: 'Another user has this name now.' });
        case 'phoneTaken':
          return sendProblem(reply, 'number-taken', { detail: 'Another enabled user has this phone now.' });
        case 'other':
        case 'changed':
          return sendProblem(reply, 'changed-meanwhile', {
            detail: 'The act, or the user, is another one now.',
          });
      }
    },
  );

  app.post(
    `${PATH}/:id/refuse`,
    {
      onRequest: access.need('manageUsers', 'confirmed'),
      schema: {
        tags,
        summary: 'Refuse an act of another admin, or take back your own',
        params: idInPath,
        response: { 204: noContent('It waits no more, and nothing was changed.'), ...stepProblems },
      },
    },
    async (request, reply) => {
      const refused = await service.refuse(request.params.id, access.actor(request));
      return refused ? reply.code(204).send() : sendProblem(reply, 'not-found', unknown);
    },
  );
};
