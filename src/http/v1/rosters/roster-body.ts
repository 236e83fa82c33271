import { z } from 'zod';
import type { Roster, Shift } from '../../../domain/duty/roster.ts';
import { foldName } from '../../../kernel/fold-name.ts';
import { dateOfDay, dayNumberOf } from '../../../kernel/local-time.ts';
import { isTimeZone } from '../../../kernel/time-zone.ts';
import { instant, label } from '../../resource/fields.ts';
import { nameOf } from '../../resource/named-resource.ts';
import { iso } from '../messages/message-view.ts';
import { language, msisdn } from '../people/scalar.ts';

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const DAY = 1440;

const personName = label(64);
const who = z
  .array(personName)
  .min(1)
  .max(20)
  .meta({ description: 'Names in `people`, or of users.', examples: [['Anna Roux']] });

const timeOfDay = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'is no time of day, such as 08:00')
  .transform((text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3)))
  .meta({ examples: ['08:00'] });

const date = z.iso
  .date({ error: 'is no date, such as 2026-11-30' })
  .transform((text) => {
    const [year = 0, month = 0, day = 0] = text.split('-').map(Number);
    return dayNumberOf({ year, month, day });
  })
  .meta({ examples: ['2026-11-30'] });

const limits = {
  since: date.optional().meta({ description: 'The first day on which it may begin.' }),
  until: date.optional().meta({ description: 'The last day on which it may begin.' }),
};

const shiftBody = z.union([
  z.strictObject({
    days: z.array(z.enum(weekdays)).min(1).max(7).meta({ description: 'The days on which it begins.' }),
    from: timeOfDay,
    to: timeOfDay.meta({ description: 'Not later than `from`: on the next day.' }),
    who,
    ...limits,
  }),
  z.strictObject({
    everyDays: z.int().min(1).max(366).meta({ description: '7: it passes on once a week.' }),
    start: date.meta({ description: 'The day on which the first of `who` begins.' }),
    at: timeOfDay.meta({ description: 'When it passes on.' }),
    who: who.meta({ description: 'One after the other, then the first again.' }),
    ...limits,
  }),
]);

const exceptionBody = z
  .strictObject({
    from: instant('When it begins.'),
    to: instant('When it ends.'),
    out: personName.nullish().meta({ description: 'Who is not on duty.' }),
    in: personName.nullish().meta({ description: 'Who is; with `out`, only where `out` would have been.' }),
  })
  .refine(({ from, to }) => to > from, { path: ['to'], message: 'is not after from' })
  .refine((one) => (one.out ?? one.in) != null, { path: ['in'], message: 'is needed, or `out`' });

export const rosterBody = z
  .strictObject({
    name: nameOf('roster'),
    timeZone: z
      .string()
      .max(64)
      .refine(isTimeZone, 'is no time zone that is known here, such as Europe/Paris')
      .meta({ examples: ['Europe/Paris'] }),
    people: z
      .array(z.strictObject({ name: personName, phone: msisdn, language: language.default('fr') }))
      .max(100)
      .default([])
      .meta({ description: 'People who are no users.' }),
    shifts: z.array(shiftBody).max(50).default([]),
    exceptions: z.array(exceptionBody).max(500).default([]),
    fallback: z
      .array(personName)
      .max(20)
      .default([])
      .meta({ description: 'Who is on duty when nobody else is, or nobody else can be reached.' }),
    aliases: z
      .record(label(200), personName)
      .default({})
      .refine((all) => Object.keys(all).length <= 200, 'has more than 200 entries')
      .meta({ description: 'For imports: what a calendar calls somebody, to the name here.' }),
  })
  .superRefine(({ people }, context) => {
    const seen = new Set<string>();
    for (const [index, { name }] of people.entries()) {
      const key = foldName(name);
      if (seen.has(key))
        context.addIssue({ code: 'custom', path: ['people', index, 'name'], message: 'is there already' });
      seen.add(key);
    }
  });

export type RosterBody = z.output<typeof rosterBody>;

type ShiftBody = RosterBody['shifts'][number];

const shiftOf = (shift: ShiftBody): Shift => {
  const { since, until } = shift;
  const common = { who: shift.who, since, until };
  if ('days' in shift) {
    const days = weekdays.flatMap((day, index) => (shift.days.includes(day) ? [index + 1] : []));
    return { kind: 'weekly', days, from: shift.from, to: shift.to, ...common };
  }
  const { everyDays, start, at } = shift;
  return { kind: 'rotation', everyDays, start, at, ...common };
};

/** @param before the roster that is replaced: what was imported stays */
export const rosterOf = (
  { name: _name, shifts, exceptions, ...rest }: RosterBody,
  before?: Roster,
): Roster => ({
  ...rest,
  shifts: shifts.map(shiftOf),
  exceptions: exceptions.map(({ from, to, out, in: into }) => ({
    from,
    to,
    out: out ?? undefined,
    in: into ?? undefined,
  })),
  imported: before?.imported ?? [],
});

const timeText = (minutes: number): string =>
  `${String(Math.floor(minutes / 60) % 24).padStart(2, '0')}:${String((minutes % DAY) % 60).padStart(2, '0')}`;

const dateText = (days: number): string => {
  const { year, month, day } = dateOfDay(days);
  return [year, String(month).padStart(2, '0'), String(day).padStart(2, '0')].join('-');
};

/** A shift as it is sent. */
export const viewShift = (shift: Shift) => {
  const limit = {
    ...(shift.since === undefined ? {} : { since: dateText(shift.since) }),
    ...(shift.until === undefined ? {} : { until: dateText(shift.until) }),
  };
  if (shift.kind === 'weekly') {
    const days = shift.days.flatMap((day) => weekdays[day - 1] ?? []);
    return { days, from: timeText(shift.from), to: timeText(shift.to), who: [...shift.who], ...limit };
  }
  const { everyDays, start, at, who: turn } = shift;
  return { everyDays, start: dateText(start), at: timeText(at), who: [...turn], ...limit };
};

export const viewException = ({ from, to, out, in: into }: Roster['exceptions'][number]) => ({
  from: iso(from),
  to: iso(to),
  out: out ?? null,
  in: into ?? null,
});
