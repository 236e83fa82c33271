import { z } from 'zod';
import type { Delegation } from '../../../domain/alerts/approval.ts';
import { isNumberCursor } from '../../../kernel/page.ts';
import { instant, label } from '../../resource/fields.ts';
import { idempotencyHeaders } from '../../resource/idempotency.ts';
import type { Once } from '../../resource/once.ts';
import { pagedView, pageOf, pageQuery } from '../../resource/page-query.ts';
import type { Access } from '../../server/access/access.ts';
import { answer, noContent, problemResponses } from '../../server/answers.ts';
import type { App } from '../../server/app.ts';
import { Refusal, sendProblem } from '../../server/problems.ts';
import type { HttpServices } from '../../server/services.ts';
import { iso } from '../messages/message-view.ts';
import { idInPath } from '../people/scalar.ts';

const PATH = '/v1/approvals/delegations';
const tags = ['Alerts'];

const personView = z.strictObject({ id: z.string(), name: z.string() });

export const delegationView = z
  .strictObject({
    id: z.int(),
    from: personView.meta({ description: 'Who would be paged.' }),
    to: personView.meta({ description: 'Who is paged instead.' }),
    since: z.iso.datetime(),
    until: z.iso.datetime(),
  })
  .meta({ id: 'Delegation' });

const delegationBody = z.strictObject({
  to: label(64).meta({ description: 'The name of the user who is paged instead.' }),
  since: instant('From when on. Left out: from now on.').optional(),
  until: instant('Until when.'),
});

const view = ({ since, until, ...delegation }: Delegation): z.output<typeof delegationView> => ({
  ...delegation,
  since: iso(since),
  until: iso(until),
});

/** Routes by which an officer lets another be paged for approvals. */
export const delegations = (
  app: App,
  access: Access,
  once: Once,
  { delegations: service }: HttpServices,
): void => {
  app.get(
    PATH,
    {
      onRequest: access.need('readAlerts'),
      schema: {
        tags,
        summary: 'List the delegations of approvals, newest first',
        querystring: z.strictObject(pageQuery(isNumberCursor)),
        response: {
          200: answer('A page of delegations.', pagedView(delegationView)),
          ...problemResponses('unauthenticated', 'forbidden', 'validation'),
        },
      },
    },
    async (request, reply) => {
      const { items, next } = await service.list(pageOf(request.query));
      return reply.send({ items: items.map(view), next: next ?? null });
    },
  );

  app.post(
    PATH,
    {
      onRequest: access.need('approve'),
      schema: {
        tags,
        summary: 'Let another officer be paged for approvals in your place',
        description: 'Only a token of a user has something to delegate.',
        headers: idempotencyHeaders,
        body: delegationBody,
        response: {
          201: answer('The delegation.', delegationView),
          ...problemResponses(
            'malformed-json',
            'unauthenticated',
            'forbidden',
            'idempotency-in-doubt',
            'too-large',
            'validation',
            'idempotency-conflict',
            'store-unavailable',
          ),
        },
      },
    },
    (request, reply) =>
      once.answer(request, reply, async () => {
        const { to, since, until } = request.body;
        const made = await service.add(access.actor(request), { to, since, until });
        if (made.kind === 'noApprover') {
          return new Refusal('forbidden', {
            detail: 'Only a user who may approve has something to delegate.',
          });
        }
        if (made.kind === 'unfit') {
          const { path, message } = made;
          return new Refusal('validation', { errors: [{ path, message }] });
        }
        return { status: 201, location: `${PATH}/${made.value.id}`, body: view(made.value) };
      }),
  );

  app.delete(
    `${PATH}/:id`,
    {
      onRequest: access.need('approve'),
      schema: {
        tags,
        summary: 'End a delegation',
        description: 'One of your own; an admin ends any.',
        params: idInPath,
        response: {
          204: noContent('The delegation has ended.'),
          ...problemResponses('unauthenticated', 'forbidden', 'not-found', 'validation', 'store-unavailable'),
        },
      },
    },
    async (request, reply) => {
      const ofAnybody = access.may(request, 'manageUsers');
      const ended = await service.remove(request.params.id, access.actor(request), ofAnybody);
      if (!ended) return sendProblem(reply, 'not-found', { detail: 'You have no such delegation.' });
      return reply.code(204).send();
    },
  );
};
