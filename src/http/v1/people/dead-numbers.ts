import { z } from 'zod';
import { toMsisdn } from '../../../domain/messages/msisdn.ts';
import type { DeadNumber } from '../../../domain/people/dead-number.ts';
import { msisdn } from '../../resource/numbers.ts';
import { pagedView, pageOf, pageQuery } from '../../resource/page-query.ts';
import type { Access } from '../../server/access/access.ts';
import { answer, noContent, problemResponses } from '../../server/answers.ts';
import type { App } from '../../server/app.ts';
import { sendProblem } from '../../server/problems.ts';
import type { HttpServices } from '../../server/services.ts';
import { iso } from '../messages/message-view.ts';
import { postalCode } from './scalar.ts';

export const deadView = z
  .strictObject({
    number: z.string().meta({ examples: ['+33639980001'] }),
    name: z.string().nullable(),
    postalCode: z.string().nullable(),
    times: z.int().meta({
      description:
        'Alerts (each counts once) and other messages that ended undelivered in a row; nothing was delivered since.',
    }),
    permanent: z.int().meta({ description: 'Messages in a row whose reason is permanent.' }),
    last: z
      .array(z.strictObject({ at: z.iso.datetime(), reason: z.string() }))
      .meta({ description: 'The last reasons, oldest first.' }),
  })
  .meta({ id: 'DeadNumber' });

const view = ({
  number,
  name,
  postalCode,
  times,
  permanent,
  last,
}: DeadNumber): z.output<typeof deadView> => ({
  number,
  name: name ?? null,
  postalCode: postalCode ?? null,
  times,
  permanent,
  last: last.map(({ at, reason }) => ({ at: iso(at), reason })),
});

/** Routes of numbers to which nothing gets through. */
export const deadNumbers = (app: App, access: Access, { people, audit }: HttpServices): void => {
  app.get(
    '/v1/people/dead',
    {
      onRequest: access.need('readPeople'),
      schema: {
        tags: ['People'],
        summary: 'List dead numbers: nothing gets through to them',
        description:
          'Numbers to which three messages in a row ended undelivered, for a permanent reason or of different alerts, and ' +
          'nothing was delivered since. Alerts are still sent to them: they are only shown and counted.',
        querystring: z.strictObject({
          number: msisdn.optional().meta({ description: 'Only this number, if it is dead.' }),
          postalCode: postalCode.optional(),
          list: z.coerce.number().int().min(1).optional().meta({ description: 'Only members of this list.' }),
          ...pageQuery((text) => toMsisdn(text.replace(/^ /, '+')) !== undefined),
        }),
        response: {
          200: answer('A page of numbers, in their order.', pagedView(deadView)),
          ...problemResponses('unauthenticated', 'forbidden', 'validation'),
        },
      },
    },
    async (request, reply) => {
      const { number, postalCode: code, list, limit, cursor } = request.query;
      const page = pageOf({ limit, cursor: cursor?.replace(/^ /, '+') });
      const { items, next } = await people.deadNumbers({ number, postalCode: code, list }, page);
      return reply.send({ items: items.map(view), next: next ?? null });
    },
  );

  app.delete(
    '/v1/people/dead/:number',
    {
      onRequest: access.need('managePeople'),
      schema: {
        tags: ['People'],
        summary: 'Note that a number lives',
        description:
          'Forgets what was not delivered to it. A delivered message, or one from it, does so too.',
        params: z.object({ number: msisdn }),
        response: {
          204: noContent('The number counts as alive.'),
          ...problemResponses('unauthenticated', 'forbidden', 'not-found', 'validation', 'store-unavailable'),
        },
      },
    },
    async (request, reply) => {
      const { number } = request.params;
      if (!(await people.revive(number)))
        return sendProblem(reply, 'not-found', { detail: 'Nothing is counted against this number.' });
      await audit.record(access.principal(request), 'number.revive', `number:${number}`);
      return reply.code(204).send();
    },
  );
};
