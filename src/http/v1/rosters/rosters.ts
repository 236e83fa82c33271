import { z } from 'zod';
import { foldName } from '../../../domain/access/fold-name.ts';
import { namesIn } from '../../../domain/duty/roster.ts';
import type { FieldError } from '../../../intake/message-input.ts';
import { instant } from '../../resource/fields.ts';
import { namedResource } from '../../resource/named-resource.ts';
import type { Once } from '../../resource/once.ts';
import type { Access } from '../../server/access/access.ts';
import { answer, problemResponses } from '../../server/answers.ts';
import type { App } from '../../server/app.ts';
import { sendProblem } from '../../server/problems.ts';
import type { HttpServices } from '../../server/services.ts';
import { idInPath } from '../people/scalar.ts';
import { importingRosters } from './import.ts';
import { type RosterBody, rosterBody, rosterOf } from './roster-body.ts';
import { calendarView, nowView, rosterView, showRoster, viewCalendar, viewNow } from './roster-view.ts';

/** Routes of rosters, which say who is on duty when. */
export const rosters = (app: App, access: Access, once: Once, services: HttpServices): void => {
  const { duty, users, audit, clock } = services;
  const { rosters: repository } = duty;

  /** Names that are neither in `people` nor of a user: nobody would be reached by them. */
  const strangers = async (body: RosterBody): Promise<readonly FieldError[]> => {
    const roster = rosterOf(body);
    const own = new Set(roster.people.map(({ name }) => foldName(name)));
    const others = [...namesIn(roster), ...Object.values(roster.aliases)].filter(
      (name) => !own.has(foldName(name)),
    );
    const found = await Promise.all(
      [...new Set(others)].map(async (name) => ({ name, user: await users.get(name) })),
    );
    return found
      .filter(({ user }) => user === undefined)
      .map(({ name }) => ({ path: pathOf(body, name), message: `"${name}" is not in people, and no user` }));
  };

  /** People with the name of a user and another phone: an approval or a code for the user would not reach them. */
  const doubles = async ({ people = [] }: RosterBody): Promise<readonly FieldError[]> => {
    const found = await Promise.all(
      people.map(async ({ name, phone }, index) => ({ index, phone, user: await users.get(name) })),
    );
    return found
      .filter(
        ({ phone, user }) =>
          user !== undefined &&
          user.disabledAt === undefined &&
          user.phone !== undefined &&
          user.phone !== phone,
      )
      .map(({ index }) => ({
        path: `people[${index}].name`,
        message: 'is a user with another phone: leave it out of people, or give the phone of the user',
      }));
  };

  namedResource(app, access, once, {
    path: '/v1/rosters',
    one: 'roster',
    need: { read: 'readPeople', write: 'managePeople' },
    summary: 'Make a roster, which says who is on duty when',
    description:
      'Shifts come weekly, or pass from one person to the next. The times are those of the time zone: a time that the ' +
      'clocks skip is the moment of the skip, a time that they repeat is its first occurrence.',
    removal: 'Audiences that name it are nobody from then on; calls for help go to the configured numbers.',
    body: rosterBody,
    view: rosterView,
    repository,
    check: async (body) => [...(await strangers(body)), ...(await doubles(body))],
    define: (asked, _by, before) => rosterOf(asked, before),
    show: (roster) => showRoster(roster, clock.now()),
    now: () => clock.now(),
    audit,
  });

  app.get(
    '/v1/rosters/:id/now',
    {
      onRequest: access.need('readPeople'),
      schema: {
        tags: ['People'],
        summary: 'Who is on duty now, or at another time',
        params: idInPath,
        querystring: z.strictObject({ at: instant('Left out: now.').optional() }),
        response: {
          200: answer('Who is on duty.', nowView),
          ...problemResponses('unauthenticated', 'forbidden', 'not-found', 'validation'),
        },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const at = request.query.at ?? clock.now();
      const [named, now] = await Promise.all([repository.get(id), duty.dutyAt(id, at)]);
      if (named === undefined || now === undefined)
        return sendProblem(reply, 'not-found', { detail: 'There is no such roster.' });
      return reply.send(viewNow(now, named.definition, at));
    },
  );

  app.get(
    '/v1/rosters/:id/calendar',
    {
      onRequest: access.need('readPeople'),
      schema: {
        tags: ['People'],
        summary: 'Who is on duty in the coming days',
        params: idInPath,
        querystring: z.strictObject({ days: z.coerce.number().int().min(1).max(62).default(14) }),
        response: {
          200: answer('The times on duty, from now on.', calendarView),
          ...problemResponses('unauthenticated', 'forbidden', 'not-found', 'validation'),
        },
      },
    },
    async (request, reply) => {
      const named = await repository.get(request.params.id);
      if (named === undefined) return sendProblem(reply, 'not-found', { detail: 'There is no such roster.' });
      return reply.send(viewCalendar(named.definition, clock.now(), request.query.days));
    },
  );

  importingRosters(app, access, services);
};

/** The field of a body that names this person. */
const pathOf = ({ shifts, exceptions, fallback, aliases }: RosterBody, name: string): string => {
  const shift = shifts.findIndex(({ who }) => who.includes(name));
  if (shift !== -1) return `shifts[${shift}].who`;
  const exception = exceptions.findIndex((one) => one.in === name || one.out === name);
  if (exception !== -1)
    return `exceptions[${exception}].${exceptions[exception]?.in === name ? 'in' : 'out'}`;
  const last = fallback.indexOf(name);
  if (last !== -1) return `fallback[${last}]`;
  const alias = Object.entries(aliases).find(([, one]) => one === name)?.[0];
  return alias === undefined ? '' : `aliases.${alias}`;
};
