import { z } from 'zod';
import type { TestVerdict } from '../../../alerts/self-test/alert-tester.ts';
import { formatMessageId } from '../../../domain/messages/message-id.ts';
import { states } from '../../../domain/messages/state.ts';
import type { AlertTest, TestMessage } from '../../../domain/operation/alert-test.ts';
import { isNumberCursor } from '../../../kernel/page.ts';
import { author, viewAuthor } from '../../resource/author.ts';
import { label } from '../../resource/fields.ts';
import { idempotencyHeaders } from '../../resource/idempotency.ts';
import type { Once } from '../../resource/once.ts';
import { pagedView, pageOf, pageQuery } from '../../resource/page-query.ts';
import type { Access } from '../../server/access/access.ts';
import { answer, problemResponses } from '../../server/answers.ts';
import type { App } from '../../server/app.ts';
import { Refusal, sendProblem } from '../../server/problems.ts';
import type { HttpServices } from '../../server/services.ts';
import { iso } from '../messages/message-view.ts';
import { idInPath, language } from '../people/scalar.ts';
import { toSeconds } from './preview-view.ts';

const PATH = '/v1/alerts/:id';

const testMessageView = z.strictObject({
  number: z.string(),
  onlyRoute: z
    .string()
    .nullable()
    .meta({ description: 'The only route that may carry it; null: as planned.' }),
  language: z.string(),
  short: z.boolean(),
  message: z.string().nullable().meta({ description: 'The id; null: never stored, or deleted for its age.' }),
  state: z.enum(states).nullable(),
  reason: z.string().nullable(),
  text: z.string().nullable().meta({ description: 'As sent: with the mark of a test in front.' }),
  parts: z
    .int()
    .nullable()
    .meta({ description: 'As sent: the mark may make it one more than in the alert.' }),
  route: z.string().nullable().meta({ description: 'The route that carried it.' }),
  seconds: z.number().nullable().meta({ description: 'From the test until it was delivered.' }),
});

export const testView = z
  .strictObject({
    id: z.int(),
    at: z.iso.datetime(),
    by: author,
    hash: z
      .string()
      .meta({ description: 'The hash of what was tested: compare it with that of the preview.' }),
    messages: z.array(testMessageView),
  })
  .meta({ id: 'AlertTest' });

const viewMessage = ({ message, reason, ...one }: TestMessage): z.output<typeof testMessageView> => ({
  number: one.number,
  onlyRoute: one.onlyRoute ?? null,
  language: one.language,
  short: one.short,
  message: message === undefined ? null : formatMessageId(message.id),
  state: message?.state ?? null,
  reason: message?.reason ?? reason ?? null,
  text: message?.text ?? null,
  parts: message?.parts ?? null,
  route: message?.route ?? null,
  seconds: message?.deliveredAt === undefined ? null : toSeconds(message.deliveredAt - message.createdAt),
});

const viewTest = ({ id, at, by, hash, messages }: AlertTest): z.output<typeof testView> => ({
  id,
  at: iso(at),
  by: viewAuthor(by),
  hash,
  messages: messages.map(viewMessage),
});

const unique = (values: readonly unknown[]): boolean => new Set(values).size === values.length;

const refusalOf = (verdict: Exclude<TestVerdict, { readonly kind: 'done' }>): Refusal => {
  switch (verdict.kind) {
    case 'unknown':
      return new Refusal('not-found', { detail: 'There is no such alert.' });
    case 'wrongState':
      return new Refusal('wrong-state', { detail: verdict.detail });
    case 'changed':
      return new Refusal('changed-meanwhile', { detail: verdict.detail });
    case 'tooMany':
      return new Refusal('too-many-tests', { detail: verdict.detail });
    case 'invalid':
      return new Refusal('validation', { errors: verdict.errors });
  }
};

/** Routes to send the texts of an alert to numbers of ours before it goes out. */
export const alertTests = (
  app: App,
  access: Access,
  once: Once,
  { alertTests: tester, people }: HttpServices,
): void => {
  const number = z.string().transform((text, context) => {
    const read = people.normalise(text);
    if (read !== undefined) return read;
    context.addIssue({ code: 'custom', message: 'is no phone number' });
    return z.NEVER;
  });
  const body = z.strictObject({
    numbers: z.array(number).min(1).max(5).refine(unique, 'names a number twice').meta({
      description:
        'Numbers of ours only: `alerts.testNumbers`, the duty list, phones that launch by SMS, ears, heartbeats, drills.',
    }),
    routes: z.array(label(32)).min(1).max(8).refine(unique, 'names a route twice').optional().meta({
      description: 'One message by each of these routes alone. Left out: one, as the plan says.',
    }),
    languages: z.array(language).min(1).max(10).refine(unique, 'names a language twice').optional().meta({
      description: 'Left out: the language that each number would get.',
    }),
    short: z.boolean().default(false).meta({ description: 'Sends the short text too, where there is one.' }),
  });

  app.post(
    `${PATH}/test`,
    {
      onRequest: access.need('prepare'),
      schema: {
        tags: ['Alerts'],
        summary: 'Send the texts of an alert to numbers of ours, marked as a test',
        description:
          'Before the launch only. The messages are no part of the alert: neither of its figures nor of its answers, and ' +
          'its approval holds. At most 50 messages in a test, and 100 of an alert or of a person in an hour.',
        params: idInPath,
        headers: idempotencyHeaders,
        body,
        response: {
          202: answer('The test, on disk.', testView),
          ...problemResponses(
            'malformed-json',
            'unauthenticated',
            'forbidden',
            'not-found',
            'wrong-state',
            'idempotency-in-doubt',
            'changed-meanwhile',
            'validation',
            'idempotency-conflict',
            'too-many-tests',
            'store-unavailable',
          ),
        },
      },
    },
    (request, reply) =>
      once.answer(request, reply, async () => {
        const { id } = request.params;
        const verdict = await tester.test(id, request.body, access.actor(request));
        if (verdict.kind !== 'done') return refusalOf(verdict);
        return { status: 202, location: `/v1/alerts/${id}/tests`, body: viewTest(verdict.test) };
      }),
  );

  app.get(
    `${PATH}/tests`,
    {
      onRequest: access.need('readAlerts'),
      schema: {
        tags: ['Alerts'],
        summary: 'What became of the tests of an alert, newest first',
        params: idInPath,
        querystring: z.strictObject(pageQuery(isNumberCursor)),
        response: {
          200: answer('A page of tests.', pagedView(testView)),
          ...problemResponses('unauthenticated', 'forbidden', 'not-found', 'validation'),
        },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      if (!(await tester.exists(id)))
        return sendProblem(reply, 'not-found', { detail: 'There is no such alert.' });
      const { items, next } = await tester.list(id, pageOf(request.query));
      return reply.send({ items: items.map(viewTest), next: next ?? null });
    },
  );
};
