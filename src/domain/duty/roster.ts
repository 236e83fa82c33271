import { foldName } from '../../kernel/fold-name.ts';
import type { Msisdn } from '../messages/msisdn.ts';

/** Somebody in a roster who is no user. */
interface RosterPerson {
  readonly name: string;
  readonly phone: Msisdn;
  /** A primary subtag, such as `fr`. */
  readonly language: string;
}

/** Days are numbers of days from 1970-01-01, times of day are minutes from midnight, in the roster's time zone. */
interface Limits {
  /** The first day on which a shift may begin; undefined: any. */
  readonly since: number | undefined;
  /** The last day on which a shift may begin; undefined: any. */
  readonly until: number | undefined;
}

/** A shift that comes every week. */
export interface WeeklyShift extends Limits {
  readonly kind: 'weekly';
  /** The days on which the shift begins: 1 is Monday, 7 Sunday. */
  readonly days: readonly number[];
  readonly from: number;
  /** Not later than `from`: on the next day. */
  readonly to: number;
  /** Names of the people who are on duty together. */
  readonly who: readonly string[];
}

/** One person after the other, each for the same number of days, without a pause. */
export interface Rotation extends Limits {
  readonly kind: 'rotation';
  /** The day on which the first of `who` begins. */
  readonly start: number;
  /** The time of day at which duty passes on. */
  readonly at: number;
  readonly everyDays: number;
  readonly who: readonly string[];
}

export type Shift = WeeklyShift | Rotation;

/** Between two moments, somebody takes the place of another, is on duty too, or is not. Times in ms since the epoch. */
export interface RosterException {
  readonly from: number;
  readonly to: number;
  /** Who is not on duty; undefined: nobody is taken out. */
  readonly out: string | undefined;
  /** Who is on duty; if `out` is given too, only where `out` would have been. */
  readonly in: string | undefined;
}

/** A time on duty that was imported from a calendar. Times in ms since the epoch. */
export interface ImportedPeriod {
  /** The UID of the calendar's event: an import replaces what earlier ones made of the same event. */
  readonly uid: string;
  readonly from: number;
  readonly to: number;
  readonly who: string;
}

/**
 * Who is on duty when. People are named: a name is one of `people`, or otherwise that of a user.
 */
export interface Roster {
  /** An IANA name, such as Europe/Paris. */
  readonly timeZone: string;
  readonly people: readonly RosterPerson[];
  readonly shifts: readonly Shift[];
  readonly exceptions: readonly RosterException[];
  readonly imported: readonly ImportedPeriod[];
  /** Who is on duty when nobody else is. */
  readonly fallback: readonly string[];
  /** For imports: what a calendar calls somebody, such as an address, to the name here. */
  readonly aliases: Readonly<Record<string, string>>;
}

/** A person on duty, whom an SMS can reach. */
export interface DutyPerson {
  readonly name: string;
  readonly phone: Msisdn;
  readonly language: string;
  /** The id of the user; undefined: the person is no user. */
  readonly user: number | undefined;
}

/** All names in the roster, each once. */
export const namesIn = ({ people, shifts, exceptions, imported, fallback }: Roster): readonly string[] => {
  const names = [
    ...people.map(({ name }) => name),
    ...shifts.flatMap(({ who }) => who),
    ...exceptions.flatMap((one) => [one.in, one.out]).filter((name) => name !== undefined),
    ...imported.map(({ who }) => who),
    ...fallback,
  ];
  return [...new Map(names.map((name) => [foldName(name), name])).values()];
};

/** The roster without a person who was erased: the number and every mention of the name are gone. */
export const withoutPhone = (roster: Roster, phone: string): Roster => {
  const gone = new Set(roster.people.filter((one) => one.phone === phone).map(({ name }) => foldName(name)));
  const stays = (name: string | undefined): boolean => name === undefined || !gone.has(foldName(name));
  const those = (who: readonly string[]): readonly string[] => who.filter(stays);
  return {
    ...roster,
    people: roster.people.filter((one) => one.phone !== phone),
    shifts: roster.shifts
      .map((shift) => ({ ...shift, who: those(shift.who) }))
      .filter(({ who }) => who.length > 0),
    exceptions: roster.exceptions.filter((one) => stays(one.in) && stays(one.out)),
    imported: roster.imported.filter(({ who }) => stays(who)),
    fallback: those(roster.fallback),
    aliases: Object.fromEntries(Object.entries(roster.aliases).filter(([, name]) => stays(name))),
  };
};
