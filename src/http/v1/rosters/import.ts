import { z } from 'zod';
import type { ImportedPeriod, Roster } from '../../../domain/duty/roster.ts';
import type { Calendar } from '../../../people/calendar/calendar.ts';
import { MOST_PERIODS } from '../../../people/calendar/calendar.ts';
import { callingOf, personOf } from '../../../people/calendar/match-people.ts';
import { replaceNamed } from '../../resource/replace-named.ts';
import type { Access } from '../../server/access/access.ts';
import { answer, problemResponses } from '../../server/answers.ts';
import type { App } from '../../server/app.ts';
import { sendProblem } from '../../server/problems.ts';
import type { HttpServices } from '../../server/services.ts';
import { iso } from '../messages/message-view.ts';
import { idInPath } from '../people/scalar.ts';

const TYPE = 'text/calendar';
const DAY_MS = 86_400_000;
const AHEAD_MS = 400 * DAY_MS;
/** Imported times that ended before this are dropped at the next import. */
const KEPT_MS = 30 * DAY_MS;
const MOST_SHOWN = 100;
const ALL_USERS = { limit: 1000, cursor: undefined };

export const importedView = z
  .strictObject({
    dryRun: z.boolean(),
    events: z
      .int()
      .meta({ description: 'Events of the calendar; earlier imports of the same UIDs are replaced.' }),
    periods: z.int().meta({ description: 'Times on duty in the coming 400 days.' }),
    unmatched: z
      .array(z.strictObject({ uid: z.string(), summary: z.string(), from: z.iso.datetime() }))
      .meta({
        description: 'Times of which it is not known whose they are: give `aliases`. The first hundred.',
      }),
    unmatchedCount: z.int(),
    problems: z.array(z.string()).meta({ description: 'What could not be read as it was written.' }),
  })
  .meta({ id: 'RosterImport' });

/** The roster after an import: what earlier imports made of the same events is gone. */
const withImported = (
  roster: Roster,
  { uids }: Calendar,
  periods: readonly ImportedPeriod[],
  nowMs: number,
): Roster => {
  const replaced = new Set(uids);
  const stays = roster.imported.filter(({ uid, to }) => !replaced.has(uid) && to > nowMs - KEPT_MS);
  return { ...roster, imported: [...stays, ...periods] };
};

/** The route that imports a calendar into a roster. */
export const importingRosters = (
  app: App,
  access: Access,
  { duty, calendars, users, audit, clock }: HttpServices,
): void => {
  app.register((scope: App, _options, done) => {
    scope.addContentTypeParser(TYPE, { parseAs: 'string' }, (_request, text, pass) => pass(null, text));
    scope.post(
      '/v1/rosters/:id/import',
      {
        onRequest: access.need('managePeople'),
        schema: {
          tags: ['People'],
          summary: 'Import a calendar (iCalendar) as times on duty',
          description:
            'Repetitions are written out for the coming 400 days. The person of an event is one who takes part in it, or ' +
            'the one whose name or alias stands in its summary. Send it again whenever it has changed. At most 1 MiB.',
          consumes: [TYPE],
          params: idInPath,
          querystring: z.strictObject({
            dryRun: z
              .enum(['true', 'false'])
              .default('false')
              .meta({ description: 'Whether to say only what would be done.' }),
          }),
          body: z.string({ error: `Send a body of ${TYPE}.` }).meta({ description: 'An iCalendar file.' }),
          response: {
            200: answer('What was imported.', importedView),
            ...problemResponses(
              'unauthenticated',
              'forbidden',
              'not-found',
              'too-large',
              'unsupported-media-type',
              'validation',
              'store-unavailable',
            ),
          },
        },
      },
      async (request, reply) => {
        const { id } = request.params;
        const named = await duty.rosters.get(id);
        const unknown = () => sendProblem(reply, 'not-found', { detail: 'There is no such roster.' });
        if (named === undefined) return unknown();
        const roster = named.definition;
        const now = clock.now();
        const span = { timeZone: roster.timeZone, fromMs: now - DAY_MS, toMs: now + AHEAD_MS };
        const read = await calendars.read(request.body, span);
        if (read.kind === 'refused')
          return sendProblem(reply, 'validation', { errors: [{ path: '', message: read.reason }] });
        const { calendar } = read;
        const { items } = await users.list(ALL_USERS);
        const names = [...items, ...roster.people].map(({ name }) => name);
        const calling = callingOf(names, roster.aliases);
        const found = calendar.periods.map((period) => ({ period, who: personOf(period, calling) }));
        const periods = found.flatMap(({ period: { uid, from, to }, who }) =>
          who === undefined ? [] : [{ uid, from, to, who }],
        );
        const unmatched = found.filter(({ who }) => who === undefined).map(({ period }) => period);
        const dryRun = request.query.dryRun === 'true';
        const all = withImported(roster, calendar, periods, now).imported.length;
        if (all > 2 * MOST_PERIODS) {
          const message = `the roster would have ${all} imported times, more than ${2 * MOST_PERIODS}`;
          return sendProblem(reply, 'validation', { errors: [{ path: '', message }] });
        }
        if (!dryRun) {
          const change = await replaceNamed(duty.rosters, id, named.name, undefined, (before) =>
            withImported(before, calendar, periods, now),
          );
          if (change.kind !== 'done') return unknown();
          await audit.record(access.actor(request), 'roster.import', `roster:${id}`, {
            events: calendar.uids.length,
            periods: periods.length,
            unmatched: unmatched.length,
          });
        }
        return reply.send({
          dryRun,
          events: calendar.uids.length,
          periods: periods.length,
          unmatched: unmatched
            .slice(0, MOST_SHOWN)
            .map(({ uid, summary, from }) => ({ uid, summary, from: iso(from) })),
          unmatchedCount: unmatched.length,
          problems: [...calendar.problems],
        });
      },
    );
    done();
  });
};
