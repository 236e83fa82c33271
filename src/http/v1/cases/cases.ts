import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type CaseStep, type CaseVerdict, caseStates } from '../../../domain/inbound/help-case.ts';
import { isNumberCursor } from '../../../kernel/page.ts';
import { etagOf, ifMatchHeaders, versionToMatch } from '../../resource/etag.ts';
import { idempotencyHeaders } from '../../resource/idempotency.ts';
import type { Once } from '../../resource/once.ts';
import { pageOf, pageQuery } from '../../resource/page-query.ts';
import type { Access } from '../../server/access/access.ts';
import { answer, problemResponses } from '../../server/answers.ts';
import type { App } from '../../server/app.ts';
import { Refusal, sendProblem } from '../../server/problems.ts';
import type { HttpServices } from '../../server/services.ts';
import { idInPath } from '../people/scalar.ts';
import { closeBody, handBody, noteBody, openBody, reclassifyBody, takeBody } from './case-body.ts';
import { casesView, caseView, caseWithHistoryView, viewCase, viewCaseWithHistory } from './case-view.ts';

const PATH = '/v1/cases';

/** Why the step was not taken. */
const refusalOf = (verdict: Exclude<CaseVerdict, { kind: 'done' }>): Refusal => {
  switch (verdict.kind) {
    case 'unknown':
      return new Refusal('not-found', {});
    case 'changed':
      return new Refusal('changed-meanwhile', {});
    case 'wrongState':
      return new Refusal('wrong-state', { detail: verdict.detail });
    case 'held': {
      const { name } = verdict.holder;
      const detail = `${name} has the case. To take it over, send from: ${name}.`;
      return new Refusal('case-taken', { detail, members: { holder: name } });
    }
    case 'other': {
      const detail = `The phone has case ${verdict.case}, which is not closed.`;
      return new Refusal('case-open', { detail, members: { case: verdict.case } });
    }
  }
};

/** Calls for help: who takes care of each, and how each ended. */
export const cases = (
  app: App,
  access: Access,
  once: Once,
  { cases: service, clock }: HttpServices,
): void => {
  app.get(
    PATH,
    {
      onRequest: access.need('watch'),
      schema: {
        tags: ['Cases'],
        summary: 'List calls for help',
        description: 'With `state=open` or `taken` the oldest comes first, otherwise the newest.',
        querystring: z.strictObject({
          state: z.enum(caseStates).optional(),
          alert: z.coerce.number().int().min(1).optional().meta({ description: 'Only cases of this alert.' }),
          ...pageQuery(isNumberCursor),
        }),
        response: {
          200: answer('A page of cases.', casesView),
          ...problemResponses('unauthenticated', 'forbidden', 'validation'),
        },
      },
    },
    async (request, reply) => {
      const { state, alert } = request.query;
      const { items, next } = await service.list({ state, alert }, pageOf(request.query));
      return reply.send({ items: items.map((one) => viewCase(one, clock.now())), next: next ?? null });
    },
  );

  app.get(
    `${PATH}/:id`,
    {
      onRequest: access.need('watch'),
      schema: {
        tags: ['Cases'],
        summary: 'Read a call for help, with its history and what the phone wrote',
        params: idInPath,
        response: {
          200: answer('The case.', caseWithHistoryView),
          ...problemResponses('unauthenticated', 'forbidden', 'not-found', 'validation'),
        },
      },
    },
    async (request, reply) => {
      const found = await service.get(request.params.id);
      if (found === undefined) return sendProblem(reply, 'not-found');
      return reply.header('etag', etagOf(found.version)).send(viewCaseWithHistory(found, clock.now()));
    },
  );

  app.post(
    PATH,
    {
      onRequest: access.need('handleCases'),
      schema: {
        tags: ['Cases'],
        summary: 'Make a case of a message in the inbox',
        headers: idempotencyHeaders,
        body: openBody,
        response: {
          201: answer('The case.', caseView),
          ...stepProblems,
          ...problemResponses('case-open', 'idempotency-in-doubt'),
          ...problemResponses('validation', 'idempotency-conflict'),
        },
      },
    },
    (request, reply) =>
      once.answer(request, reply, async () => {
        const { inbox: inboxId, take } = request.body;
        const verdict = await service.open({ inboxId, take, actor: access.actor(request) });
        if (verdict.kind === 'unknown')
          return new Refusal('validation', {
            errors: [{ path: 'inbox', message: 'is no message in the inbox that was handled' }],
          });
        if (verdict.kind !== 'done') return refusalOf(verdict);
        const body = viewCase(verdict.case, clock.now());
        return { status: 201, location: `${PATH}/${body.id}`, body };
      }),
  );

  const send = (reply: FastifyReply, verdict: CaseVerdict): FastifyReply => {
    if (verdict.kind !== 'done') {
      const { problem, more } = refusalOf(verdict);
      return sendProblem(reply, problem, more);
    }
    const { case: now } = verdict;
    return reply.header('etag', etagOf(now.version)).send(viewCase(now, clock.now()));
  };
  const step = (request: FastifyRequest, id: number, asked: CaseStep): Promise<CaseVerdict> =>
    service.step({
      id,
      step: asked,
      actor: access.actor(request),
      version: versionToMatch(request.headers),
    });
  const stepRoute = (summary: string, description?: string) => ({
    onRequest: access.need('handleCases'),
    schema: {
      tags: ['Cases'],
      summary,
      ...(description !== undefined && { description }),
      params: idInPath,
      headers: ifMatchHeaders,
      response: { 200: answer('The case as it is now.', caseView), ...stepProblems },
    },
  });
  const take = stepRoute(
    'Take a case',
    'A case that somebody else has is only taken over if `from` names that person: 409 says who has it.',
  );
  app.post(
    `${PATH}/:id/take`,
    { ...take, schema: { ...take.schema, body: takeBody } },
    async (request, reply) => {
      const asked = { kind: 'take', from: request.body?.from } as const;
      return send(reply, await step(request, request.params.id, asked));
    },
  );
  const hand = stepRoute('Hand a case to another person, by name');
  app.post(
    `${PATH}/:id/hand`,
    { ...hand, schema: { ...hand.schema, body: handBody } },
    async (request, reply) => {
      const { to, from } = request.body;
      return send(reply, await step(request, request.params.id, { kind: 'hand', to, from }));
    },
  );
  const note = stepRoute('Add a note to a case');
  app.post(
    `${PATH}/:id/note`,
    { ...note, schema: { ...note.schema, body: noteBody } },
    async (request, reply) => {
      const { text } = request.body;
      return send(reply, await step(request, request.params.id, { kind: 'note', text }));
    },
  );
  const close = stepRoute('Close a case, with its outcome');
  app.post(
    `${PATH}/:id/close`,
    { ...close, schema: { ...close.schema, body: closeBody } },
    async (request, reply) => {
      const { outcome, text, from } = request.body;
      return send(reply, await step(request, request.params.id, { kind: 'close', outcome, text, from }));
    },
  );
  const reclassify = stepRoute(
    'Say that a case was no call',
    'The case is closed, and the answer to its alert has the given meaning from then on.',
  );
  app.post(
    `${PATH}/:id/reclassify`,
    { ...reclassify, schema: { ...reclassify.schema, body: reclassifyBody } },
    async (request, reply) => {
      const { meaning, from } = request.body;
      return send(reply, await step(request, request.params.id, { kind: 'reclassify', meaning, from }));
    },
  );
  app.post(
    `${PATH}/:id/reopen`,
    stepRoute('Open a closed case again', 'The duty list is told of it if nobody takes it in time.'),
    async (request, reply) => send(reply, await step(request, request.params.id, { kind: 'reopen' })),
  );
};

const stepProblems = problemResponses(
  'malformed-json',
  'unauthenticated',
  'forbidden',
  'not-found',
  'wrong-state',
  'case-taken',
  'case-open',
  'changed-meanwhile',
  'validation',
  'store-unavailable',
);
