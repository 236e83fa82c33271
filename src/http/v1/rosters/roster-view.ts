import { z } from 'zod';
import type { DutyNow } from '../../../domain/duty/duty.ts';
import { dutyBetween, gapsBetween, nextChange } from '../../../domain/duty/on-duty.ts';
import type { Roster } from '../../../domain/duty/roster.ts';
import { namedView } from '../../resource/named-resource.ts';
import { iso } from '../messages/message-view.ts';
import { viewException, viewShift, weekdays } from './roster-body.ts';

const GAPS_WITHIN_MS = 14 * 86_400_000;
const MOST_GAPS = 100;

const time = z.string();
const names = z.array(z.string());
const limits = { since: z.iso.date().optional(), until: z.iso.date().optional() };

const shiftView = z
  .union([
    z.strictObject({ days: z.array(z.enum(weekdays)), from: time, to: time, who: names, ...limits }),
    z.strictObject({ everyDays: z.int(), start: z.iso.date(), at: time, who: names, ...limits }),
  ])
  .meta({ id: 'Shift' });

const span = z.strictObject({ from: z.iso.datetime(), to: z.iso.datetime() });
const next = z.iso
  .datetime()
  .nullable()
  .meta({ description: 'When somebody else is on duty; null: not within 62 days.' });

const rosterFields = {
  timeZone: z.string(),
  people: z.array(z.strictObject({ name: z.string(), phone: z.string(), language: z.string() })),
  shifts: z.array(shiftView),
  exceptions: z.array(
    z.strictObject({
      from: z.iso.datetime(),
      to: z.iso.datetime(),
      out: z.string().nullable(),
      in: z.string().nullable(),
    }),
  ),
  fallback: names,
  aliases: z.record(z.string(), z.string()),
  imported: z
    .strictObject({
      events: z.int(),
      periods: z.int(),
      until: z.iso.datetime().nullable(),
    })
    .meta({ description: 'What imports of calendars have added.' }),
  next,
  gaps: z.array(span).meta({
    description: 'The times in the coming 14 days in which nobody but the fallback is on duty; at most 100.',
  }),
};

export const rosterView = namedView('Roster', rosterFields);

export const showRoster = (roster: Roster, nowMs: number) => {
  const { timeZone, people, shifts, exceptions, fallback, aliases, imported } = roster;
  const change = nextChange(roster, nowMs);
  const last = imported.reduce((latest, { to }) => Math.max(latest, to), 0);
  return {
    timeZone,
    people: people.map(({ name, phone, language }) => ({ name, phone, language })),
    shifts: shifts.map(viewShift),
    exceptions: exceptions.map(viewException),
    fallback: [...fallback],
    aliases: { ...aliases },
    imported: {
      events: new Set(imported.map(({ uid }) => uid)).size,
      periods: imported.length,
      until: last === 0 ? null : iso(last),
    },
    next: change === undefined ? null : iso(change),
    gaps: gapsBetween(roster, nowMs, nowMs + GAPS_WITHIN_MS)
      .slice(0, MOST_GAPS)
      .map(({ from, to }) => ({ from: iso(from), to: iso(to) })),
  };
};

const MOST_SPANS = 500;

export const calendarView = z
  .strictObject({
    items: z
      .array(
        z.strictObject({
          ...span.shape,
          who: names.meta({ description: 'Empty: nobody.' }),
          fallback: z.boolean().meta({ description: 'Whether nobody but the fallback is on duty.' }),
        }),
      )
      .meta({ description: 'In order, without a break; at most 500.' }),
  })
  .meta({ id: 'DutyCalendar' });

/** Who is on duty in the days from this moment on. */
export const viewCalendar = (roster: Roster, nowMs: number, days: number): z.output<typeof calendarView> => ({
  items: dutyBetween(roster, nowMs, nowMs + days * 86_400_000)
    .slice(0, MOST_SPANS)
    .map(({ from, to, names: who, isFallback }) => ({
      from: iso(from),
      to: iso(to),
      who: [...who],
      fallback: isFallback,
    })),
});

export const nowView = z
  .strictObject({
    at: z.iso.datetime(),
    people: z.array(
      z.strictObject({
        name: z.string(),
        phone: z.string(),
        language: z.string(),
        user: z.int().nullable().meta({ description: 'The id of the user; null: no user.' }),
      }),
    ),
    fallback: z.boolean().meta({ description: 'Whether these are the people of the fallback.' }),
    unreachable: names.meta({
      description: 'Who should be on duty, and is neither in `people` nor an enabled user with a phone.',
    }),
    next,
  })
  .meta({ id: 'OnDuty' });

export const viewNow = (
  { people, isFallback, unreachable }: DutyNow,
  roster: Roster,
  atMs: number,
): z.output<typeof nowView> => {
  const change = nextChange(roster, atMs);
  return {
    at: iso(atMs),
    people: people.map(({ name, phone, language, user }) => ({ name, phone, language, user: user ?? null })),
    fallback: isFallback,
    unreachable: [...unreachable],
    next: change === undefined ? null : iso(change),
  };
};
