import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { toMsisdn } from '../../../domain/messages/msisdn.ts';
import type { Contact } from '../../../domain/people/contact.ts';
import { etagOf, ifMatchHeaders, versionToMatch } from '../../resource/etag.ts';
import { label } from '../../resource/fields.ts';
import { idempotencyHeaders } from '../../resource/idempotency.ts';
import { numberPrefix } from '../../resource/numbers.ts';
import type { Once } from '../../resource/once.ts';
import { pagedView, pageOf, pageQuery } from '../../resource/page-query.ts';
import { removalResponses } from '../../resource/removal.ts';
import type { Access } from '../../server/access/access.ts';
import { answer, problemResponses } from '../../server/answers.ts';
import type { App } from '../../server/app.ts';
import { Refusal, sendProblem } from '../../server/problems.ts';
import type { HttpServices } from '../../server/services.ts';
import { contactBody, contactOf, contactView, viewContact } from './contact-body.ts';
import { membershipView, viewMembership } from './members.ts';
import { optOutView, viewOptOut } from './opt-outs.ts';
import { idInPath, language, postalCode } from './scalar.ts';

const listQuery = z.strictObject({
  number: numberPrefix.optional(),
  name: label(200).optional().meta({ description: 'A part of the name.' }),
  language: language.optional(),
  postalCode: postalCode.optional(),
  list: z.coerce.number().int().min(1).optional().meta({ description: 'Only members of this list.' }),
  ...pageQuery((text) => toMsisdn(text.replace(/^ /, '+')) !== undefined),
});

export const contactInFull = contactView
  .extend({ memberships: z.array(membershipView), optOuts: z.array(optOutView) })
  .meta({ id: 'ContactInFull' });

/**
 * One page holds all opt-outs of a number: there is one per list at most, and people make far fewer lists than this.
 */
const ALL_OPT_OUTS = { limit: 1000, cursor: undefined };

const PATH = '/v1/contacts';

/** Routes of single contacts. */
export const contacts = (
  app: App,
  access: Access,
  once: Once,
  { people, audit, clock }: HttpServices,
): void => {
  const body = contactBody;
  // The audit log has the id only, so that erasing the contact also erases who it was.
  const note = (request: FastifyRequest, done: string, id: number) =>
    audit.record(access.actor(request), `contact.${done}`, `contact:${id}`);
  const sendOne = (reply: FastifyReply, contact: Contact) =>
    reply.header('etag', etagOf(contact.version)).send(viewContact(contact));

  app.get(
    PATH,
    {
      onRequest: access.need('readPeople'),
      schema: {
        tags: ['People'],
        summary: 'List contacts, in the order of their numbers',
        querystring: listQuery,
        response: {
          200: answer('A page of contacts.', pagedView(contactView)),
          ...problemResponses('unauthenticated', 'forbidden', 'validation'),
        },
      },
    },
    async (request, reply) => {
      const { number, name, language: tag, postalCode: code, list, limit, cursor } = request.query;
      const filter = { number, name, language: tag, postalCode: code, list };
      const page = pageOf({ limit, cursor: cursor?.replace(/^ /, '+') });
      const { items, next } = await people.contacts.list(filter, page);
      return reply.send({ items: items.map(viewContact), next: next ?? null });
    },
  );

  app.post(
    PATH,
    {
      onRequest: access.need('managePeople'),
      schema: {
        tags: ['People'],
        summary: 'Make a contact',
        headers: idempotencyHeaders,
        body,
        response: {
          201: answer('The contact.', contactView),
          ...problemResponses(
            'malformed-json',
            'unauthenticated',
            'forbidden',
            'number-taken',
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
        const made = await people.contacts.create(contactOf(request.body), clock.now());
        if (made === 'taken') return new Refusal('number-taken', {});
        const { id } = made;
        const kept = { action: 'contact.create', subject: `contact:${id}` };
        return { status: 201, location: `${PATH}/${id}`, body: viewContact(made), note: kept };
      }),
  );

  app.get(
    `${PATH}/:id`,
    {
      onRequest: access.need('readPeople'),
      schema: {
        tags: ['People'],
        summary: 'One contact, with its lists, its consent to each, and its opt-outs',
        params: idInPath,
        response: {
          200: answer('The contact, its version as ETag.', contactInFull),
          ...problemResponses('unauthenticated', 'forbidden', 'not-found', 'validation'),
        },
      },
    },
    async (request, reply) => {
      const contact = await people.contacts.get(request.params.id);
      if (contact === undefined) return unknown(reply);
      const { number, version } = contact;
      const memberships = await people.members.of(number);
      const { items } = await people.optOuts({ number, listId: undefined }, ALL_OPT_OUTS);
      return reply.header('etag', etagOf(version)).send({
        ...viewContact(contact),
        memberships: memberships.map(viewMembership),
        optOuts: items.map(viewOptOut),
      });
    },
  );

  app.put(
    `${PATH}/:id`,
    {
      onRequest: access.need('managePeople'),
      schema: {
        tags: ['People'],
        summary: 'Replace a contact',
        description: 'Fields that are left out are removed. Memberships and opt-outs follow a new number.',
        params: idInPath,
        headers: ifMatchHeaders,
        body,
        response: {
          200: answer('The contact as it is now.', contactView),
          ...problemResponses(
            'malformed-json',
            'unauthenticated',
            'forbidden',
            'not-found',
            'number-taken',
            'changed-meanwhile',
            'too-large',
            'validation',
            'store-unavailable',
          ),
        },
      },
    },
    async (request, reply) => {
      const version = versionToMatch(request.headers);
      const data = contactOf(request.body);
      const change = await people.contacts.replace(request.params.id, data, version, clock.now());
      if (change.kind === 'done') {
        await note(request, 'change', change.value.id);
        return sendOne(reply, change.value);
      }
      if (change.kind === 'unknown') return unknown(reply);
      return sendProblem(reply, change.kind === 'taken' ? 'number-taken' : 'changed-meanwhile');
    },
  );

  app.delete(
    `${PATH}/:id`,
    {
      onRequest: access.need('managePeople'),
      schema: {
        tags: ['People'],
        summary: 'Remove a contact, also from all lists',
        description:
          'Opt-outs and messages stay. To erase everything about a person, use POST /v1/people/{number}/erase.',
        params: idInPath,
        headers: ifMatchHeaders,
        response: {
          ...removalResponses,
        },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const removal = await people.contacts.remove(id, versionToMatch(request.headers));
      if (removal === 'unknown') return unknown(reply);
      if (removal === 'changed') return sendProblem(reply, 'changed-meanwhile');
      await note(request, 'remove', id);
      return reply.code(204).send();
    },
  );
};

const unknown = (reply: FastifyReply): FastifyReply =>
  sendProblem(reply, 'not-found', { detail: 'There is no such contact.' });
