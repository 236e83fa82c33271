import { z } from 'zod';
import { priorities } from '../../../domain/messages/priority.ts';
import { drillGoals } from '../../../domain/operation/drill.ts';
import { durationText } from '../../resource/fields.ts';
import { namedResource, namedView } from '../../resource/named-resource.ts';
import type { Once } from '../../resource/once.ts';
import type { Access } from '../../server/access/access.ts';
import type { App } from '../../server/app.ts';
import type { HttpServices } from '../../server/services.ts';
import { nextOf, sinceOf } from '../schedules/planned-fields.ts';
import { drillBody } from './drill-body.ts';
import { runSummaryView, viewSummary } from './drill-view.ts';

const drillFields = {
  cron: z.string(),
  timeZone: z.string(),
  enabled: z.boolean(),
  grace: z.string().meta({ format: 'duration' }),
  numbers: z.array(z.string()),
  text: z.string(),
  routes: z.array(z.string()).nullable().meta({ description: 'null: every enabled route.' }),
  priority: z.enum(priorities),
  within: z.string().meta({ format: 'duration' }),
  until: z.enum(drillGoals),
  next: z.iso
    .datetime()
    .nullable()
    .meta({ description: 'When the drill runs next; null: it is not enabled.' }),
  alarm: z
    .string()
    .nullable()
    .meta({ description: 'Why the last run failed. The alarm lasts until a run passes.' }),
  running: z.int().nullable().meta({ description: 'The run under way.' }),
  last: runSummaryView.nullable().meta({ description: 'The last run that passed or failed.' }),
};

export const drillView = namedView('Drill', drillFields);

/** Drills: scheduled exercises to numbers of our own, which measure each route. */
export const drills = (
  app: App,
  access: Access,
  once: Once,
  { drills: { repository, service }, routes, audit, clock }: HttpServices,
): void => {
  namedResource(app, access, once, {
    path: '/v1/drills',
    tag: 'Drills',
    one: 'drill',
    need: { read: 'readPeople', write: 'managePeople' },
    summary: 'Make a drill, which measures the routes to numbers of your own on a schedule',
    description:
      'Each run sends the text to every number by every route, each message by one route alone, and measures the time ' +
      'from the intake to the handset. If a message does not arrive in time, the run fails and raises an alarm.',
    removal: 'The drill does not run any more, and its alarm ends. A run under way is finished.',
    body: drillBody((id) => routes.get(id) !== undefined),
    view: drillView,
    repository,
    define: ({ name: _name, grace, within, routes: measured, ...rest }, _by, before) => ({
      ...rest,
      routes: measured,
      graceMs: grace,
      withinMs: within,
      since: sinceOf(rest, before, clock.now()),
    }),
    show: ({ graceMs, withinMs, since: _since, routes: measured, ...rest }, id) => {
      const { running, last } = service.status(id);
      return {
        ...rest,
        routes: measured ?? null,
        grace: durationText(graceMs),
        within: durationText(withinMs),
        next: nextOf(rest, clock.now()),
        alarm: last?.result === 'failed' ? (last.reason ?? 'it failed') : null,
        running: running ?? null,
        last: last === undefined ? null : viewSummary(last),
      };
    },
    now: () => clock.now(),
    audit,
  });
};
