import type { Roster, RosterBody } from '../../../api/types/rosters.ts';
import { fieldTime, momentOfField } from '../../../words/place.ts';

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
type Weekday = (typeof weekdays)[number];

/** A shift as it stands in the form: the fields of both kinds, so that changing the kind loses nothing. */
export interface ShiftDraft {
  readonly kind: 'weekly' | 'rotation';
  readonly days: readonly Weekday[];
  readonly from: string;
  readonly to: string;
  readonly everyDays: string;
  readonly start: string;
  readonly at: string;
  readonly who: readonly string[];
  readonly since: string;
  readonly until: string;
}

interface PersonDraft {
  readonly name: string;
  readonly phone: string;
  readonly language: string;
}

/** Times by the clocks of the roster's place, such as 2026-11-30T08:00. */
interface ExceptionDraft {
  readonly from: string;
  readonly to: string;
  readonly out: string;
  readonly in: string;
  /** The times as the gateway has them: a form has no seconds, and an exception by SMS does. */
  readonly kept?: { readonly from: string; readonly to: string };
}

export interface RosterDraft {
  readonly name: string;
  readonly timeZone: string;
  readonly people: readonly PersonDraft[];
  readonly shifts: readonly ShiftDraft[];
  readonly exceptions: readonly ExceptionDraft[];
  readonly fallback: readonly string[];
  readonly aliases: readonly { readonly calls: string; readonly name: string }[];
}

export const newShift: ShiftDraft = {
  kind: 'weekly',
  days: ['mon', 'tue', 'wed', 'thu', 'fri'],
  from: '20:00',
  to: '08:00',
  everyDays: '7',
  start: '',
  at: '08:00',
  who: [],
  since: '',
  until: '',
};

export const newRoster = (timeZone: string): RosterDraft => ({
  name: '',
  timeZone,
  people: [],
  shifts: [newShift],
  exceptions: [],
  fallback: [],
  aliases: [],
});

export const draftOf = (roster: Roster): RosterDraft => ({
  name: roster.name,
  timeZone: roster.timeZone,
  people: roster.people,
  shifts: roster.shifts.map((shift): ShiftDraft => {
    const limits = { since: shift.since ?? '', until: shift.until ?? '' };
    if ('days' in shift) return { ...newShift, ...shift, ...limits, kind: 'weekly' };
    return { ...newShift, ...shift, ...limits, kind: 'rotation', everyDays: String(shift.everyDays) };
  }),
  exceptions: roster.exceptions.map(({ from, to, out, in: into }) => ({
    from: fieldTime(roster.timeZone, Date.parse(from)),
    to: fieldTime(roster.timeZone, Date.parse(to)),
    out: out ?? '',
    in: into ?? '',
    kept: { from, to },
  })),
  fallback: roster.fallback,
  aliases: Object.entries(roster.aliases).map(([calls, name]) => ({ calls, name })),
});

const shiftOf = (shift: ShiftDraft): NonNullable<RosterBody['shifts']>[number] => {
  const limits = {
    ...(shift.since !== '' && { since: shift.since }),
    ...(shift.until !== '' && { until: shift.until }),
  };
  const who = [...shift.who];
  if (shift.kind === 'weekly')
    return { days: [...shift.days], from: shift.from, to: shift.to, who, ...limits };
  return { everyDays: Number(shift.everyDays), start: shift.start, at: shift.at, who, ...limits };
};

const instantOfField = (timeZone: string, text: string, kept: string | undefined): string => {
  if (kept !== undefined && fieldTime(timeZone, Date.parse(kept)) === text) return kept;
  const moment = momentOfField(timeZone, text);
  // The gateway says at this field that it is no time.
  return moment === undefined ? text : new Date(moment).toISOString();
};

const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());

/** The roster as the gateway takes it. */
export const bodyOf = (draft: RosterDraft): RosterBody => ({
  name: draft.name.trim(),
  timeZone: draft.timeZone.trim(),
  people: draft.people.map(({ name, phone, language }) => ({
    name: name.trim(),
    phone: phone.trim(),
    language,
  })),
  shifts: draft.shifts.map(shiftOf),
  exceptions: draft.exceptions.map(({ from, to, out, in: into, kept }) => ({
    from: instantOfField(draft.timeZone, from, kept?.from),
    to: instantOfField(draft.timeZone, to, kept?.to),
    out: orNull(out),
    in: orNull(into),
  })),
  fallback: [...draft.fallback],
  aliases: Object.fromEntries(draft.aliases.map(({ calls, name }) => [calls.trim(), name.trim()])),
});

/** Whatever has names, a roster or a form of one. */
interface Named {
  readonly people: readonly { readonly name: string }[];
  readonly shifts: readonly { readonly who: readonly string[] }[];
  readonly exceptions: readonly { readonly in: string | null; readonly out: string | null }[];
  readonly fallback: readonly string[];
}

/** Every name that a roster has, each once, in alphabetical order. */
export const namesOf = ({ people, shifts, exceptions, fallback }: Named): readonly string[] => {
  const names = [
    ...people.map(({ name }) => name),
    ...shifts.flatMap(({ who }) => who),
    ...exceptions.flatMap((one) => [one.in ?? '', one.out ?? '']),
    ...fallback,
  ].filter((name) => name !== '');
  return [...new Set(names)].sort((one, other) => one.localeCompare(other));
};
