import { z } from 'zod';
import { fireOutcomes } from '../../../domain/alerts/schedule.ts';
import { isNumberCursor } from '../../../kernel/page.ts';
import { durationText } from '../../resource/fields.ts';
import { namedResource, namedView, nameOf } from '../../resource/named-resource.ts';
import type { Once } from '../../resource/once.ts';
import { pagedView, pageOf, pageQuery } from '../../resource/page-query.ts';
import type { Access } from '../../server/access/access.ts';
import { answer, problemResponses } from '../../server/answers.ts';
import type { App } from '../../server/app.ts';
import { sendProblem } from '../../server/problems.ts';
import type { HttpServices } from '../../server/services.ts';
import { iso } from '../messages/message-view.ts';
import { id, idInPath } from '../people/scalar.ts';
import { valueErrors } from '../scenarios/value-errors.ts';
import { valuesBody } from '../templates/content-body.ts';
import { graceField, nextOf, plannedFields, sinceOf } from './planned-fields.ts';

const scheduleBody = z.strictObject({
  name: nameOf('schedule'),
  ...plannedFields,
  scenario: id,
  values: valuesBody.default({}),
  exercise: z
    .boolean()
    .default(false)
    .meta({ description: 'Whether the scenario is launched as an exercise.' }),
  grace: graceField('it may still be launched'),
});

export const scheduleFields = {
  cron: z.string(),
  timeZone: z.string(),
  scenario: z.int(),
  values: z.record(z.string(), z.string()),
  exercise: z.boolean(),
  enabled: z.boolean(),
  grace: z.string().meta({ format: 'duration' }),
  next: z.iso
    .datetime()
    .nullable()
    .meta({ description: 'The next launch; null: the schedule is not enabled.' }),
};

export const scheduleView = namedView('Schedule', scheduleFields);

export const fireView = z
  .strictObject({
    plannedAt: z.iso.datetime(),
    outcome: z.enum(fireOutcomes),
    alert: z.int().nullable(),
    detail: z.string().nullable(),
    at: z.iso.datetime(),
  })
  .meta({ id: 'ScheduledLaunch' });

/** Routes of schedules, which launch scenarios at planned times. */
export const schedules = (
  app: App,
  access: Access,
  once: Once,
  { schedules: repository, launcher, audit, clock }: HttpServices,
): void => {
  namedResource(app, access, once, {
    path: '/v1/schedules',
    tag: 'Alerts',
    one: 'schedule',
    need: { read: 'readPeople', write: 'managePeople' },
    summary: 'Make a schedule, which launches a scenario again and again',
    description: '`values` must have all that the scenario needs: nobody can add any at the launch.',
    removal: 'The schedule launches nothing any more. Its alerts stay.',
    body: scheduleBody,
    view: scheduleView,
    repository,
    check: async ({ scenario, values, exercise }) => {
      const findings = await launcher.findings(scenario, { values, asExercise: exercise });
      return findings === undefined
        ? [{ path: 'scenario', message: 'there is no such scenario' }]
        : valueErrors(findings);
    },
    define: ({ name: _name, exercise, grace, ...rest }, by, before) => ({
      ...rest,
      asExercise: exercise,
      graceMs: grace,
      since: sinceOf(rest, before, clock.now()),
      writtenBy: by.id,
    }),
    show: ({ asExercise, graceMs, since: _since, writtenBy: _writtenBy, ...rest }) => ({
      ...rest,
      exercise: asExercise,
      grace: durationText(graceMs),
      next: nextOf(rest, clock.now()),
    }),
    now: () => clock.now(),
    audit,
  });

  app.get(
    '/v1/schedules/:id/launches',
    {
      onRequest: access.need('readAlerts'),
      schema: {
        tags: ['Alerts'],
        summary: 'List the planned times of a schedule and their outcomes, newest first',
        description: 'A missed launch is not repeated.',
        params: idInPath,
        querystring: z.strictObject(pageQuery(isNumberCursor)),
        response: {
          200: answer('A page of planned times.', pagedView(fireView)),
          ...problemResponses('unauthenticated', 'forbidden', 'not-found', 'validation'),
        },
      },
    },
    async (request, reply) => {
      if ((await repository.get(request.params.id)) === undefined)
        return sendProblem(reply, 'not-found', { detail: 'There is no such schedule.' });
      const { items, next } = await repository.fires(request.params.id, pageOf(request.query));
      const view = items.map(({ plannedAt, outcome, alert, detail, at }) => ({
        plannedAt: iso(plannedAt),
        outcome,
        alert: alert ?? null,
        detail: detail ?? null,
        at: iso(at),
      }));
      return reply.send({ items: view, next: next ?? null });
    },
  );
};
