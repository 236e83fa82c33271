import { z } from 'zod';
import { toMsisdn } from '../../../domain/messages/msisdn.ts';
import { consents, type Membership } from '../../../domain/people/membership.ts';
import { instant, label } from '../../resource/fields.ts';
import { msisdn } from '../../resource/numbers.ts';
import { pagedView, pageOf, pageQuery } from '../../resource/page-query.ts';
import type { Access } from '../../server/access/access.ts';
import { answer, noContent, problemResponses } from '../../server/answers.ts';
import type { App } from '../../server/app.ts';
import { sendProblem } from '../../server/problems.ts';
import type { HttpServices } from '../../server/services.ts';
import { iso } from '../messages/message-view.ts';
import { idInPath } from './scalar.ts';

const consent = z.enum(consents);

const memberBody = z.strictObject({
  consent: consent.default('unknown').meta({
    description: 'The consent of the person. A list of kind information writes only to people who agreed.',
  }),
  consentSource: label(500).meta({
    description: 'The proof of the consent, such as a form or a call.',
    examples: ['form of 2026-11-02'],
  }),
  consentAt: instant('When the consent was given or refused. Left out: now.').optional(),
});

export const memberView = z
  .strictObject({
    number: z.string().meta({ examples: ['+33639980001'] }),
    consent,
    consentSource: z.string(),
    consentAt: z.iso.datetime(),
  })
  .meta({ id: 'Member' });

/** A page of members, with how many there are in all. */
export const membersView = pagedView(memberView).extend({ total: z.int() });

const memberInPath = z.object({ ...idInPath.shape, number: msisdn });

const viewMember = (membership: Membership): z.output<typeof memberView> => ({
  number: membership.number,
  consent: membership.consent,
  consentSource: membership.consentSource,
  consentAt: iso(membership.consentAt),
});

/** A membership of one person, with its list. */
export const membershipView = memberView.extend({ list: z.int() }).meta({ id: 'Membership' });

export const viewMembership = (membership: Membership): z.output<typeof membershipView> => ({
  list: membership.listId,
  ...viewMember(membership),
});

/** Routes of the members of lists, with their consent. */
export const members = (app: App, access: Access, { people, audit, clock }: HttpServices): void => {
  const said = ({ consent, consentSource }: Membership) => ({ consent, consentSource });
  app.get(
    '/v1/lists/:id/members',
    {
      onRequest: access.need('readPeople'),
      schema: {
        tags: ['People'],
        summary: 'List the members of a list, in the order of their numbers',
        params: idInPath,
        querystring: z.strictObject(pageQuery((text) => toMsisdn(text.replace(/^ /, '+')) !== undefined)),
        response: {
          200: answer('A page of members; total counts them all.', membersView),
          ...problemResponses('unauthenticated', 'forbidden', 'not-found', 'validation'),
        },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      if ((await people.lists.get(id)) === undefined)
        return sendProblem(reply, 'not-found', { detail: 'There is no such list.' });
      const { limit, cursor } = request.query;
      const { items, next } = await people.members.list(
        id,
        pageOf({ limit, cursor: cursor?.replace(/^ /, '+') }),
      );
      const total = await people.members.count(id);
      return reply.send({ items: items.map(viewMember), next: next ?? null, total });
    },
  );

  app.put(
    '/v1/lists/:id/members/:number',
    {
      onRequest: access.need('managePeople'),
      schema: {
        tags: ['People'],
        summary: 'Put a contact on a list, or change its consent',
        params: memberInPath,
        body: memberBody,
        response: {
          200: answer('The member.', memberView),
          ...problemResponses(
            'malformed-json',
            'unauthenticated',
            'forbidden',
            'not-found',
            'too-large',
            'validation',
            'store-unavailable',
          ),
        },
      },
    },
    async (request, reply) => {
      const { id: listId, number } = request.params;
      const { consentAt = clock.now(), ...asked } = request.body;
      const membership = { listId, number, ...asked, consentAt };
      const done = await people.members.put(membership);
      if (done.kind === 'unknown')
        return sendProblem(reply, 'not-found', {
          detail: 'There is no such list, or no contact of this number.',
        });
      const { before } = done;
      await audit.record(access.actor(request), 'member.put', `number:${number}`, {
        list: listId,
        ...said(membership),
        before: before === undefined ? null : said(before),
      });
      return reply.send(viewMember(membership));
    },
  );

  app.delete(
    '/v1/lists/:id/members/:number',
    {
      onRequest: access.need('managePeople'),
      schema: {
        tags: ['People'],
        summary: 'Take a contact off a list',
        params: memberInPath,
        response: {
          204: noContent('The contact is not on the list any more.'),
          ...problemResponses('unauthenticated', 'forbidden', 'not-found', 'validation', 'store-unavailable'),
        },
      },
    },
    async (request, reply) => {
      const { id, number } = request.params;
      const before = await people.members.remove(id, number);
      if (before === undefined) return sendProblem(reply, 'not-found', { detail: 'It is not on this list.' });
      await audit.record(access.actor(request), 'member.remove', `number:${number}`, {
        list: id,
        before: said(before),
      });
      return reply.code(204).send();
    },
  );
};
