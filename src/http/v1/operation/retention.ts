import { z } from 'zod';
import { retentionKinds } from '../../../domain/operation/retention.ts';
import type { RetentionStatus } from '../../../ops/retention/retention.ts';
import { durationText, instant } from '../../resource/fields.ts';
import type { Access } from '../../server/access/access.ts';
import { answer, noContent, problemResponses } from '../../server/answers.ts';
import type { App } from '../../server/app.ts';
import { sendProblem } from '../../server/problems.ts';
import type { HttpServices } from '../../server/services.ts';
import { iso } from '../messages/message-view.ts';

/** The largest difference between the confirmed time and the clock, ms: enough for a person to read and type. */
const READ_WITHIN_MS = 3_600_000;

export const retentionView = z
  .strictObject({
    kinds: z.array(
      z.strictObject({
        kind: z.enum(retentionKinds),
        kept: z.string().nullable().meta({ format: 'duration', description: 'How long; null: for ever.' }),
        wouldGo: z.strictObject({ rows: z.int(), more: z.boolean() }).nullable().meta({
          description: 'Rows that are old enough now. `more`: there are others, which were not counted.',
        }),
      }),
    ),
    now: z.iso.datetime().meta({ description: 'What the clock of the gateway says.' }),
    next: z.iso.datetime(),
    running: z.boolean(),
    held: z.string().nullable().meta({
      description: 'Why nothing is deleted, such as a clock that seems wrong; null: deletion is not held.',
    }),
    last: z
      .strictObject({
        endedAt: z.iso.datetime(),
        durationMs: z.int(),
        removed: z.record(z.string(), z.int()).meta({ description: 'Deleted rows of all tables, by kind.' }),
      })
      .nullable(),
  })
  .meta({ id: 'Retention' });

const viewStatus = (
  { times, wouldGo, running, held, next, last }: RetentionStatus,
  now: number,
): z.output<typeof retentionView> => ({
  kinds: retentionKinds.map((kind) => {
    const kept = times[kind];
    return { kind, kept: kept === 'never' ? null : durationText(kept), wouldGo: wouldGo[kind] ?? null };
  }),
  now: iso(now),
  next: iso(next),
  running,
  held: held ?? null,
  last:
    last === undefined
      ? null
      : { endedAt: iso(last.endedAt), durationMs: last.durationMs, removed: { ...last.removed } },
});

/** Routes to read how long data is kept, to delete old data now, and to confirm the clock. */
export const retention = (app: App, access: Access, { retention: service, clock }: HttpServices): void => {
  const onRequest = access.need('manageRetention', 'confirmed');

  app.get(
    '/v1/retention',
    {
      onRequest: access.need('manageRetention'),
      schema: {
        tags: ['Operation'],
        summary: 'How long data is kept, and what would be deleted now',
        response: {
          200: answer('The times by kind. Nothing is deleted.', retentionView),
          ...problemResponses('unauthenticated', 'forbidden'),
        },
      },
    },
    async (_request, reply) => reply.send(viewStatus(await service.status(), clock.now())),
  );

  app.post(
    '/v1/retention/run',
    {
      onRequest,
      schema: {
        tags: ['Operation'],
        summary: 'Delete expired data now, instead of at night',
        response: {
          202: answer(
            'The deletion runs in the background; GET shows when it has ended.',
            z.strictObject({ running: z.literal(true) }),
          ),
          ...problemResponses('unauthenticated', 'forbidden', 'confirmation-required', 'retention-held'),
        },
      },
    },
    async (request, reply) => {
      const begun = await service.begin(access.actor(request));
      if (typeof begun === 'object') return sendProblem(reply, 'retention-held', { detail: begun.held });
      return reply.status(202).send({ running: true });
    },
  );

  app.post(
    '/v1/retention/confirm',
    {
      onRequest,
      schema: {
        tags: ['Operation'],
        summary: 'Confirm that the clock of the gateway is right',
        body: z.strictObject({
          now: instant('The time by a clock of your own. It may differ from the gateway by an hour.'),
        }),
        response: {
          204: noContent('The clock is confirmed.'),
          ...problemResponses('unauthenticated', 'forbidden', 'confirmation-required', 'validation'),
        },
      },
    },
    async (request, reply) => {
      if (Math.abs(request.body.now - clock.now()) > READ_WITHIN_MS) {
        const message = `the clock of the gateway says ${iso(clock.now())}: set that first`;
        return sendProblem(reply, 'validation', { errors: [{ path: 'now', message }] });
      }
      await service.confirmClock(access.actor(request));
      return reply.status(204).send();
    },
  );
};
