import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { ERASED, mentioning } from '../../../domain/people/person.ts';
import { msisdn } from '../../resource/numbers.ts';
import type { Access } from '../../server/access/access.ts';
import { answer, problemResponses } from '../../server/answers.ts';
import type { App } from '../../server/app.ts';
import { sendProblem } from '../../server/problems.ts';
import type { HttpServices } from '../../server/services.ts';
import { iso, messageView, viewMessages } from '../messages/message-view.ts';
import { contactView, viewContact } from './contact-body.ts';
import { membershipView, viewMembership } from './members.ts';
import { optOutView, viewOptOut } from './opt-outs.ts';

const inPath = z.object({ number: msisdn });

export const exportView = z
  .strictObject({
    number: z.string().meta({ examples: ['+33639980001'] }),
    contact: contactView.nullable(),
    memberships: z.array(membershipView),
    optOuts: z.array(optOutView),
    optIns: z
      .array(
        z.strictObject({
          list: z.int(),
          at: z.iso.datetime(),
          route: z.string(),
          text: z.string(),
          question: z.string().nullable(),
          answer: z.string().nullable(),
          answeredAt: z.iso.datetime().nullable(),
        }),
      )
      .meta({ description: 'The proofs of opt-ins by SMS: what was written, asked and answered.' }),
    messages: z.array(messageView).meta({ description: 'Messages to the number, oldest first.' }),
    inbox: z
      .array(z.strictObject({ at: z.iso.datetime(), route: z.string(), text: z.string() }))
      .meta({ description: 'Messages from the number, oldest first.' }),
    answers: z.array(
      z.strictObject({ alert: z.int(), at: z.iso.datetime(), meaning: z.string(), text: z.string() }),
    ),
    callsForHelp: z
      .array(z.strictObject({ at: z.iso.datetime(), text: z.string() }))
      .meta({ description: 'Messages to the duty list about the number, oldest first.' }),
    cases: z
      .array(
        z.strictObject({
          id: z.int(),
          at: z.iso.datetime(),
          state: z.string(),
          text: z.string(),
          outcomeText: z.string().nullable(),
        }),
      )
      .meta({ description: 'Calls of the number for help, oldest first.' }),
    users: z
      .array(
        z.strictObject({
          id: z.int(),
          name: z.string(),
          roles: z.array(z.string()),
          language: z.string(),
        }),
      )
      .meta({ description: 'Users whose phone it is.' }),
    rosters: z
      .array(z.strictObject({ id: z.int(), name: z.string(), as: z.string() }))
      .meta({ description: 'Rosters in which the number is, and the name of its person there.' }),
  })
  .meta({ id: 'PersonExport' });

export const erasureView = z
  .strictObject({
    contact: z.int(),
    memberships: z.int(),
    messages: z.int(),
    inbox: z.int(),
    answers: z.int(),
    callsForHelp: z.int().meta({ description: 'Messages to the duty list about the person.' }),
    optOutsKept: z.int().meta({
      description: 'Opt-outs that stay, by the number alone: otherwise the person would get messages again.',
    }),
    mentions: z.array(z.strictObject({ kind: z.enum(mentioning), id: z.int() })).meta({
      description:
        'Rules, audiences and texts that still name the number. A person must remove it there, or the number may get ' +
        'messages again. An import whose file waits or runs is listed too, since its file is not searched: it may bring ' +
        'the person back. Of each kind the newest hundred are listed. Texts of messages to other people, attributes of ' +
        'other contacts and the configuration are not searched.',
    }),
  })
  .meta({ id: 'Erasure', description: 'How many rows of each kind were erased.' });

/** Routes to export or erase everything about one person. */
export const persons = (app: App, access: Access, { people, audit, tokens }: HttpServices): void => {
  app.get(
    '/v1/people/:number/export',
    {
      onRequest: access.need('erasePeople', 'confirmed'),
      schema: {
        tags: ['People'],
        summary: 'Export everything that is stored about a number',
        params: inPath,
        response: {
          200: answer('Everything; empty if nothing is stored.', exportView),
          ...problemResponses('unauthenticated', 'forbidden', 'confirmation-required', 'validation'),
        },
      },
    },
    async (request, reply) => {
      const { number } = request.params;
      const record = await people.persons.read(number);
      const { contact, memberships, optOuts, optIns, messages, inbox, answers, callsForHelp } = record;
      await audit.record(access.actor(request), 'person.export', `number:${number}`);
      return reply.send({
        number,
        contact: contact === undefined ? null : viewContact(contact),
        memberships: memberships.map(viewMembership),
        optOuts: optOuts.map(viewOptOut),
        optIns: optIns.map(({ listId, at, route, text, question, answer: said, answeredAt }) => ({
          list: listId,
          at: iso(at),
          route,
          text,
          question: question ?? null,
          answer: said ?? null,
          answeredAt: answeredAt === undefined ? null : iso(answeredAt),
        })),
        messages: await viewMessages(messages, tokens),
        inbox: inbox.map(({ at, route, text }) => ({ at: iso(at), route, text })),
        answers: answers.map(({ alertId, at, meaning, text }) => ({
          alert: alertId,
          at: iso(at),
          meaning,
          text,
        })),
        callsForHelp: callsForHelp.map(({ createdAt, text }) => ({ at: iso(createdAt), text })),
        cases: record.cases.map(({ at, outcomeText = null, ...rest }) => ({
          ...rest,
          at: iso(at),
          outcomeText,
        })),
        users: record.users.map(({ id, name, roles, language }) => ({
          id,
          name,
          roles: [...roles],
          language,
        })),
        rosters: [...record.rosters],
      });
    },
  );

  app.post(
    '/v1/people/:number/erase',
    {
      onRequest: access.need('erasePeople', 'confirmed'),
      schema: {
        tags: ['People'],
        summary: 'Erase everything that identifies a person',
        description:
          'The contact and its memberships are deleted. Messages to and from the number, answers, and messages to the ' +
          'duty list about it stay as figures, without number and text. An opt-out stays, by its number alone. Refused ' +
          'while messages to the number, or about its calls for help, are not final: cancel them, or wait.',
        params: inPath,
        response: {
          200: answer('The person is erased.', erasureView),
          ...problemResponses(
            'unauthenticated',
            'forbidden',
            'confirmation-required',
            'messages-open',
            'validation',
            'store-unavailable',
          ),
        },
      },
    },
    async (request, reply) => {
      const alias = `${ERASED}${randomBytes(6).toString('hex')}`;
      const { number } = request.params;
      const erasure = await people.persons.erase(number, alias);
      if (erasure.kind === 'open')
        return sendProblem(reply, 'messages-open', { detail: `${erasure.messages} of them are not final.` });
      const { kind: _, ...found } = erasure;
      await audit.record(access.actor(request), 'person.erase', `number:${alias}`, found);
      return reply.send({ ...found, mentions: [...(await people.persons.mentions(number))] });
    },
  );
};
