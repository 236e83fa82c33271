import { z } from 'zod';
import { EVERY_LIST_ID, type OptOut } from '../../../domain/people/opt-out.ts';
import { label } from '../../resource/fields.ts';
import { idempotencyHeaders } from '../../resource/idempotency.ts';
import { msisdn } from '../../resource/numbers.ts';
import type { Once } from '../../resource/once.ts';
import { pagedView, pageOf, pageQuery } from '../../resource/page-query.ts';
import type { Access } from '../../server/access/access.ts';
import { answer, noContent, problemResponses } from '../../server/answers.ts';
import type { App } from '../../server/app.ts';
import { Refusal, sendProblem } from '../../server/problems.ts';
import type { HttpServices } from '../../server/services.ts';
import { iso } from '../messages/message-view.ts';
import { id } from './scalar.ts';

const listInQuery = z.coerce.number().int().min(1).optional();

const optOutBody = z.strictObject({
  number: msisdn,
  list: id.optional().meta({ description: 'Left out: every list.' }),
  evidence: label(500).meta({
    description: 'The proof of the opt-out.',
    examples: ['asked for by telephone on 2026-11-02'],
  }),
});

export const optOutView = z
  .strictObject({
    number: z.string().meta({ examples: ['+33639980001'] }),
    list: z.int().nullable().meta({ description: 'null: every list.' }),
    source: z.enum(['sms', 'operator', 'import']),
    evidence: z.string(),
    at: z.iso.datetime(),
  })
  .meta({ id: 'OptOut' });

export const viewOptOut = ({
  number,
  listId,
  source,
  evidence,
  at,
}: OptOut): z.output<typeof optOutView> => ({
  number,
  list: listId === EVERY_LIST_ID ? null : listId,
  source,
  evidence,
  at: iso(at),
});

/** A cursor, such as `+33639980001-7`: number and list of the last opt-out of the page before. */
const CURSOR = /^[+ ][1-9][0-9]{6,14}-[0-9]{1,15}$/;

/** Routes of opt-outs, with their proofs. */
export const optOuts = (
  app: App,
  access: Access,
  once: Once,
  { people, audit, clock }: HttpServices,
): void => {
  app.get(
    '/v1/opt-outs',
    {
      onRequest: access.need('readPeople'),
      schema: {
        tags: ['People'],
        summary: 'List opt-outs, in the order of their numbers',
        querystring: z.strictObject({
          number: msisdn.optional(),
          list: listInQuery.meta({ description: 'Only opt-outs of this list.' }),
          ...pageQuery((text) => CURSOR.test(text)),
        }),
        response: {
          200: answer('A page of opt-outs.', pagedView(optOutView)),
          ...problemResponses('unauthenticated', 'forbidden', 'validation'),
        },
      },
    },
    async (request, reply) => {
      const { number, list, limit, cursor } = request.query;
      const page = pageOf({ limit, cursor: cursor?.replace(/^ /, '+') });
      const { items, next } = await people.optOuts({ number, listId: list }, page);
      return reply.send({ items: items.map(viewOptOut), next: next ?? null });
    },
  );

  app.post(
    '/v1/opt-outs',
    {
      onRequest: access.need('managePeople'),
      schema: {
        tags: ['People'],
        summary: 'Record an opt-out: a person wants no messages',
        description: 'If the opt-out is known already, its first evidence stays.',
        headers: idempotencyHeaders,
        body: optOutBody,
        response: {
          201: answer('The opt-out.', optOutView),
          ...problemResponses(
            'malformed-json',
            'unauthenticated',
            'forbidden',
            'not-found',
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
        const { number, list, evidence } = request.body;
        if (list !== undefined && (await people.lists.get(list)) === undefined)
          return new Refusal('not-found', { detail: 'There is no such list.' });
        const optOut: OptOut = {
          number,
          listId: list ?? EVERY_LIST_ID,
          source: 'operator',
          evidence,
          at: clock.now(),
        };
        const detail = { list: list ?? null, evidence };
        const note = (await people.optOut(optOut)) && {
          action: 'optOut.add',
          subject: `number:${number}`,
          detail,
        };
        const { items } = await people.optOuts({ number, listId: optOut.listId }, pageOf({ limit: 1 }));
        return { status: 201, body: viewOptOut(items[0] ?? optOut), ...(note && { note }) };
      }),
  );

  app.delete(
    '/v1/opt-outs/:number',
    {
      onRequest: access.need('managePeople'),
      schema: {
        tags: ['People'],
        summary: 'Remove an opt-out: a person wants messages again',
        params: z.object({ number: msisdn }),
        querystring: z.strictObject({
          list: listInQuery.meta({ description: 'Left out: every list.' }),
          evidence: label(500)
            .optional()
            .meta({
              description: 'The proof that the person asked for it; kept in the audit log.',
              examples: ['asked for by telephone on 2026-11-02'],
            }),
        }),
        response: {
          204: noContent('The opt-out is removed.'),
          ...problemResponses('unauthenticated', 'forbidden', 'not-found', 'validation', 'store-unavailable'),
        },
      },
    },
    async (request, reply) => {
      const { number } = request.params;
      const { list, evidence } = request.query;
      if (await people.optIn(number, list ?? EVERY_LIST_ID)) {
        const detail = { list: list ?? null, evidence: evidence ?? null };
        await audit.record(access.actor(request), 'optOut.remove', `number:${number}`, detail);
        return reply.code(204).send();
      }
      return sendProblem(reply, 'not-found', { detail: 'There is no such opt-out.' });
    },
  );
};
