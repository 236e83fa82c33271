import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import {
  alarmKinds,
  alarmSeverities,
  alarmStates,
  LONGEST_SILENCE_MS,
} from '../../../domain/operation/alarm.ts';
import type { AuditActor } from '../../../domain/operation/audit.ts';
import { isNumberCursor } from '../../../kernel/page.ts';
import type { AlarmVerdict } from '../../../ops/alarms/alarm-service.ts';
import { instant, isoDuration, label } from '../../resource/fields.ts';
import { pageOf, pageQuery } from '../../resource/page-query.ts';
import type { Access } from '../../server/access/access.ts';
import { answer, problemResponses } from '../../server/answers.ts';
import type { App } from '../../server/app.ts';
import { sendProblem } from '../../server/problems.ts';
import type { HttpServices } from '../../server/services.ts';
import { alarmsView, alarmView, viewAlarm } from './alarm-view.ts';
import { alarmKindsView, viewKinds } from './kinds-view.ts';

const PATH = '/v1/alarms';
const inPath = z.strictObject({ id: z.string().min(1).max(300) });

const silenceBody = z
  .strictObject({
    until: instant('When the silence ends, at most 30 days from now.').optional(),
    for: isoDuration('How long the silence lasts, instead of `until`.', {
      minMs: 60_000,
      maxMs: LONGEST_SILENCE_MS,
    }).optional(),
    reason: label(200).meta({ description: 'Why, for those who ask later.', examples: ['SIM is on order'] }),
  })
  .superRefine((body, context) => {
    if ((body.until === undefined) === (body.for === undefined))
      context.addIssue({ code: 'custom', path: ['until'], message: 'give either until or for' });
  });

/** The alarms of the gateway about itself: what is wrong now, and who takes care of it. */
export const alarms = (
  app: App,
  access: Access,
  { alarms: service, alarmKinds: kinds, clock }: HttpServices,
): void => {
  app.get(
    PATH,
    {
      onRequest: access.need('watch'),
      schema: {
        tags: ['Alarms'],
        summary: 'List alarms',
        description:
          'The alarm that was raised last comes first. Those that have ended are among them for 90 days. It is read ' +
          'from memory, so it answers also while the disk does not.',
        querystring: z.strictObject({
          state: z.enum(alarmStates).optional(),
          severity: z.enum(alarmSeverities).optional(),
          kind: z.enum(alarmKinds).optional(),
          ...pageQuery(isNumberCursor),
        }),
        response: {
          200: answer('A page of alarms.', alarmsView),
          ...problemResponses('unauthenticated', 'forbidden', 'validation'),
        },
      },
    },
    async (request, reply) => {
      const { state, severity, kind } = request.query;
      const { items, next } = service.list({ state, severity, kind }, pageOf(request.query));
      return reply.send({ items: items.map((one) => viewAlarm(one, clock.now())), next: next ?? null });
    },
  );

  app.get(
    `${PATH}/kinds`,
    {
      onRequest: access.need('watch'),
      schema: {
        tags: ['Alarms'],
        summary: 'List the kinds of alarms',
        description:
          'Everything that the gateway watches about itself, the most urgent first: also what is not wrong now.',
        response: {
          200: answer('All kinds.', alarmKindsView),
          ...problemResponses('unauthenticated', 'forbidden'),
        },
      },
    },
    async (_request, reply) => reply.send(viewKinds(await kinds())),
  );

  const send = (reply: FastifyReply, verdict: AlarmVerdict): FastifyReply => {
    if (verdict.kind === 'unknown') return sendProblem(reply, 'not-found');
    if (verdict.kind === 'wrongState') return sendProblem(reply, 'wrong-state', { detail: verdict.detail });
    return reply.send(viewAlarm(verdict.alarm, clock.now()));
  };
  const by = (request: FastifyRequest): AuditActor => {
    const { id, name } = access.actor(request);
    return { id, name };
  };
  const act = (summary: string, description: string) => ({
    onRequest: access.need('handleAlarms'),
    schema: {
      tags: ['Alarms'],
      summary,
      description,
      params: inPath,
      response: {
        200: answer('The alarm as it is now.', alarmView),
        ...problemResponses('unauthenticated', 'forbidden', 'not-found', 'validation'),
        ...problemResponses('wrong-state', 'store-unavailable'),
      },
    },
  });

  app.post(
    `${PATH}/:id/acknowledge`,
    act(
      'Acknowledge an alarm',
      'Nobody is told of it again while it lasts. If somebody was first, nothing changes, and the answer names that ' +
        'person. An alarm that has ended is refused.',
    ),
    async (request, reply) => send(reply, await service.acknowledge(request.params.id, by(request))),
  );

  const silencing = act(
    'Silence an alarm until a time',
    'Nobody is told of it until then, also if it ends and begins again: for a part that is known to be broken. After ' +
      'that people are told anew if it still lasts.',
  );
  app.post(
    `${PATH}/:id/silence`,
    {
      ...silencing,
      schema: {
        ...silencing.schema,
        body: silenceBody,
        response: {
          ...silencing.schema.response,
          ...problemResponses('malformed-json'),
        },
      },
    },
    async (request, reply) => {
      const { until, for: forMs, reason } = request.body;
      const now = clock.now();
      const end = until ?? now + (forMs ?? 0);
      if (end <= now || end > now + LONGEST_SILENCE_MS) {
        const message = 'is not between now and 30 days from now';
        return sendProblem(reply, 'validation', { errors: [{ path: 'until', message }] });
      }
      return send(reply, await service.silence(request.params.id, by(request), end, reason));
    },
  );

  app.delete(
    `${PATH}/:id/silence`,
    act('End the silence of an alarm', 'People are told of it if it still lasts.'),
    async (request, reply) => send(reply, await service.unsilence(request.params.id, by(request))),
  );
};
