import { z } from 'zod';
import { handlings } from '../../../domain/inbound/handling.ts';
import { formatMessageId } from '../../../domain/messages/message-id.ts';
import { isNumberCursor } from '../../../kernel/page.ts';
import { label } from '../../resource/fields.ts';
import { readNumber } from '../../resource/numbers.ts';
import { pagedView, pageOf, pageQuery } from '../../resource/page-query.ts';
import type { Access } from '../../server/access/access.ts';
import { answer, problemResponses } from '../../server/answers.ts';
import type { App } from '../../server/app.ts';
import { sendProblem } from '../../server/problems.ts';
import type { HttpServices } from '../../server/services.ts';
import { iso } from '../messages/message-view.ts';

export const inboxView = z
  .strictObject({
    id: z.int(),
    at: z.iso.datetime(),
    route: z.string(),
    from: z.string().meta({
      description: 'The sender as it was received: a number, or a name.',
      examples: ['+33639980001'],
    }),
    to: z.string().nullable(),
    text: z.string(),
    handledAs: z
      .enum(handlings)
      .nullable()
      .meta({
        description:
          'How the message was handled, by the first that fits: an opt-out, an opt-in, the launch of a scenario, an answer ' +
          'to an open question, a keyword, or nothing (inbox). failed: it could not be handled. null: not yet handled.',
      }),
    alert: z
      .int()
      .nullable()
      .meta({ description: 'The alert that the message answers, or after which the person opted out.' }),
  })
  .meta({ id: 'InboxMessage' });

export const asideView = z
  .strictObject({
    id: z.int(),
    at: z.iso.datetime(),
    route: z.string(),
    from: z.string().meta({ description: 'The sender as far as it could be read; empty otherwise.' }),
    reason: z.string().meta({ examples: ['a WAP push, for the phone itself (port 2948)'] }),
    evidence: z
      .string()
      .nullable()
      .meta({ description: 'The PDU, or the lines of the modem; null without `unmasked=true`.' }),
  })
  .meta({ id: 'AsideMessage' });

export const receiptView = z
  .strictObject({
    id: z.int(),
    at: z.iso.datetime(),
    route: z.string(),
    carrier: z.string(),
    ref: z.string(),
    to: z.string().nullable(),
    state: z.enum(['delivered', 'undelivered', 'intermediate']),
    why: z.enum(['unknown', 'ambiguous']),
    message: z.string().nullable().meta({
      description:
        'The message that the receipt is matched with by its recipient, until an answer of the carrier names the id.',
    }),
    evidence: z.string(),
  })
  .meta({ id: 'UnmatchedReceipt' });

const rowQuery = pageQuery(isNumberCursor);
const inboxQuery = z.strictObject({
  from: label(64)
    .transform((written) => readNumber(written) ?? written)
    .optional()
    .meta({
      description: 'The sender: a number, as it is written here, or a name.',
      examples: ['+33639980001'],
    }),
  handledAs: z.enum(handlings).optional(),
  text: label(100).optional().meta({ description: 'A part of the text, whatever its case and accents.' }),
  ...rowQuery,
});
const asideQuery = z.strictObject({
  unmasked: z
    .enum(['true', 'false'])
    .default('false')
    .transform((text) => text === 'true')
    .meta({
      description: 'true: with the evidence, which has numbers and texts as octets. Only for admins.',
    }),
  ...rowQuery,
});

/** Routes to read messages from phones, and receipts that match no message. */
export const inbox = (app: App, access: Access, { reader, audit }: HttpServices): void => {
  app.get(
    '/v1/inbox',
    {
      onRequest: access.need('watch'),
      schema: {
        tags: ['Inbox'],
        summary: 'List messages from phones, newest first',
        description:
          'A page of a search by `text` or `handledAs` looks at 20,000 messages: it may be short, or empty, while `next` ' +
          'says that there are older ones.',
        querystring: inboxQuery,
        response: {
          200: answer('A page of messages.', pagedView(inboxView)),
          ...problemResponses('unauthenticated', 'forbidden', 'validation'),
        },
      },
    },
    async (request, reply) => {
      const { from, handledAs, text } = request.query;
      const { items, next } = await reader.inbox(pageOf(request.query), { from, handledAs, text });
      const views = items.map(({ id, at, route, from, to, text, handledAs, alert }) => ({
        id,
        at: iso(at),
        route,
        from,
        to: to ?? null,
        text,
        handledAs: handledAs ?? null,
        alert: alert ?? null,
      }));
      return reply.send({ items: views, next: next ?? null });
    },
  );

  app.get(
    '/v1/inbox/aside',
    {
      onRequest: access.need('watch'),
      schema: {
        tags: ['Inbox'],
        summary: 'List messages that the inbox does not show, newest first',
        description:
          'Messages that no person can read or that are not for people: torn PDUs, WAP pushes, voicemail notices. The newest 1,000 of each route are kept.',
        querystring: asideQuery,
        response: {
          200: answer('A page of messages.', pagedView(asideView)),
          ...problemResponses('unauthenticated', 'forbidden', 'confirmation-required', 'validation'),
        },
      },
    },
    async (request, reply) => {
      const { unmasked } = request.query;
      if (unmasked) {
        if (!access.may(request, 'traceUnmasked'))
          return sendProblem(reply, 'forbidden', {
            detail: 'Only an admin sees numbers and octets unmasked.',
          });
        access.needConfirmed(request);
        await audit.record(access.actor(request), 'inbox.unmasked', 'inbox:aside');
      }
      const { items, next } = await reader.inboxAside(pageOf(request.query));
      const views = items.map(({ evidence, ...one }) => ({
        ...one,
        at: iso(one.at),
        evidence: unmasked ? evidence : null,
      }));
      return reply.send({ items: views, next: next ?? null });
    },
  );

  app.get(
    '/v1/receipts',
    {
      onRequest: access.need('watch'),
      schema: {
        tags: ['Inbox'],
        summary: 'List receipts that match no message, newest first',
        description:
          'Only receipts that match no message, or more than one, are kept by themselves, so `unmatched` may be left ' +
          'out; receipts that match are in the timeline of their message. `intake.evidence` limits how many are kept; evidence is cut to 1 KiB.',
        querystring: z.strictObject({ unmatched: z.literal('true').optional(), ...rowQuery }),
        response: {
          200: answer('A page of receipts.', pagedView(receiptView)),
          ...problemResponses('unauthenticated', 'forbidden', 'validation'),
        },
      },
    },
    async (request, reply) => {
      const { items, next } = await reader.unmatchedReceipts(pageOf(request.query));
      const views = items.map(({ id, at, route, carrier, ref, to, state, why, message, evidence }) => ({
        id,
        at: iso(at),
        route,
        carrier,
        ref,
        to: to ?? null,
        state,
        why,
        message: message === undefined ? null : formatMessageId(message),
        evidence,
      }));
      return reply.send({ items: views, next: next ?? null });
    },
  );
};
