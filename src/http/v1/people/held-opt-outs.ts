import { z } from 'zod';
import {
  type HeldDecision,
  type HeldOptOut,
  heldDecisions,
  heldStates,
} from '../../../domain/people/held-opt-out.ts';
import { EVERY_LIST_ID } from '../../../domain/people/opt-out.ts';
import { isNumberCursor } from '../../../kernel/page.ts';
import { pagedView, pageOf, pageQuery } from '../../resource/page-query.ts';
import type { Access } from '../../server/access/access.ts';
import { answer, problemResponses } from '../../server/answers.ts';
import type { App } from '../../server/app.ts';
import type { HttpServices } from '../../server/services.ts';
import { iso } from '../messages/message-view.ts';
import { id } from './scalar.ts';

export const heldView = z
  .strictObject({
    id: z.int(),
    at: z.iso.datetime(),
    route: z.string(),
    number: z.string().meta({ examples: ['+33639980001'] }),
    lists: z.array(z.int()).nullable().meta({ description: 'Ids of lists; null: every list.' }),
    inboxId: z.int().meta({ description: 'The message in the inbox.' }),
    state: z.enum(heldStates),
  })
  .meta({ id: 'HeldOptOut' });

const viewHeld = ({ at, lists, ...held }: HeldOptOut): z.output<typeof heldView> => ({
  ...held,
  at: iso(at),
  lists: lists.includes(EVERY_LIST_ID) ? null : [...lists],
});

const choice = z
  .strictObject({
    ids: z.array(id).min(1).max(500).optional().meta({ description: 'These ones.' }),
    route: z.string().min(1).max(100).optional().meta({ description: 'All that came by this route.' }),
  })
  .refine(({ ids, route }) => (ids === undefined) !== (route === undefined), 'needs either ids or route');

export const settled = z
  .strictObject({
    done: z.int(),
    more: z.boolean().meta({ description: 'More of the route are left: ask again.' }),
  })
  .meta({ id: 'SettledOptOuts' });

const SUMMARY: Readonly<Record<HeldDecision, string>> = {
  carryOut: 'Carry out held opt-outs: these people get no more messages',
  throwAway: 'Throw away held opt-outs that are forged',
  undo: 'Take back opt-outs that were carried out, or hold again those that were thrown away',
};
const PATH: Readonly<Record<HeldDecision, string>> = {
  carryOut: 'carry-out',
  throwAway: 'throw-away',
  undo: 'undo',
};

/** Routes of the opt-outs that came while an alert went out. */
export const heldOptOuts = (
  app: App,
  access: Access,
  { heldOptOuts: repository, clock }: HttpServices,
): void => {
  app.get(
    '/v1/opt-outs/held',
    {
      onRequest: access.need('readPeople'),
      schema: {
        tags: ['People'],
        summary: 'List opt-outs by SMS that came while an alert went out, newest first',
        description:
          'More opt-outs in a minute by one route than `inbound.optOutsPerMinute` allows wait here as `held`.',
        querystring: z.strictObject({
          state: z.enum(heldStates).optional(),
          route: z.string().min(1).max(100).optional(),
          ...pageQuery(isNumberCursor),
        }),
        response: {
          200: answer('A page of opt-outs.', pagedView(heldView)),
          ...problemResponses('unauthenticated', 'forbidden', 'validation'),
        },
      },
    },
    async (request, reply) => {
      const { state, route } = request.query;
      const { items, next } = await repository.heldOptOuts({ state, route }, pageOf(request.query));
      return reply.send({ items: items.map(viewHeld), next: next ?? null });
    },
  );

  for (const decision of heldDecisions) {
    app.post(
      `/v1/opt-outs/held/${PATH[decision]}`,
      {
        onRequest: access.need('managePeople'),
        schema: {
          tags: ['People'],
          summary: SUMMARY[decision],
          description:
            'At most 500 in one request. Doing it again changes nothing. The audit log has who did it.',
          body: choice,
          response: {
            200: answer('How many changed.', settled),
            ...problemResponses(
              'malformed-json',
              'unauthenticated',
              'forbidden',
              'validation',
              'store-unavailable',
            ),
          },
        },
      },
      async (request, reply) => {
        const { ids = [], route } = request.body;
        const { id: actor, name } = access.actor(request);
        const chosen = route === undefined ? { ids } : { route };
        return reply.send(await repository.settleHeld(decision, chosen, { id: actor, name }, clock.now()));
      },
    );
  }
};
