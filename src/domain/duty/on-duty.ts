import { dateOfDay, dayNumberOf, instantOf, localTimeAt, weekdayOf } from '../../kernel/local-time.ts';
import { foldName } from '../access/fold-name.ts';
import type { Roster, RosterException, Rotation, WeeklyShift } from './roster.ts';

/** A time on duty. `to` is the first moment at which it is over. Times in ms since the epoch. */
interface Stint {
  readonly from: number;
  readonly to: number;
  readonly who: readonly string[];
}

export interface OnDuty {
  /** Each once, in the order of the shifts. */
  readonly names: readonly string[];
  /** Whether these are the people of the fallback, since nobody else is on duty. */
  readonly isFallback: boolean;
}

export interface Span {
  readonly from: number;
  readonly to: number;
}

const DAY_MS = 86_400_000;
/** How far ahead the next change is looked for: a roster in which nothing changes for longer shows none. */
const AHEAD_MS = 62 * DAY_MS;

const momentOf = (timeZone: string, day: number, minutes: number): number =>
  instantOf(timeZone, { ...dateOfDay(day), hour: Math.floor(minutes / 60), minute: minutes % 60 });

const isWithin = ({ since, until }: { since: number | undefined; until: number | undefined }, day: number) =>
  (since === undefined || day >= since) && (until === undefined || day <= until);

const weeklyStints = (shift: WeeklyShift, timeZone: string, first: number, last: number): Stint[] => {
  const stints: Stint[] = [];
  // A shift lasts 24 hours at most, so one that began the day before may still be going on.
  for (let day = first - 1; day <= last; day++) {
    if (!shift.days.includes(weekdayOf(day)) || !isWithin(shift, day)) continue;
    const from = momentOf(timeZone, day, shift.from);
    const to = momentOf(timeZone, shift.to > shift.from ? day : day + 1, shift.to);
    if (to > from) stints.push({ from, to, who: shift.who });
  }
  return stints;
};

const rotationStints = (shift: Rotation, timeZone: string, first: number, last: number): Stint[] => {
  const { start, at, everyDays, who } = shift;
  const stints: Stint[] = [];
  const firstTurn = Math.max(0, Math.floor((first - start) / everyDays) - 1);
  for (let turn = firstTurn; start + turn * everyDays <= last; turn++) {
    const day = start + turn * everyDays;
    const person = who[turn % who.length];
    if (person === undefined || !isWithin(shift, day)) continue;
    stints.push({
      from: momentOf(timeZone, day, at),
      to: momentOf(timeZone, day + everyDays, at),
      who: [person],
    });
  }
  return stints;
};

/** Every time on duty of the plan that may touch these moments, without exceptions. */
const stintsBetween = ({ timeZone, shifts, imported }: Roster, fromMs: number, toMs: number): Stint[] => {
  const first = dayNumberOf(localTimeAt(timeZone, fromMs));
  const last = dayNumberOf(localTimeAt(timeZone, toMs));
  const planned = shifts.flatMap((shift) =>
    shift.kind === 'weekly'
      ? weeklyStints(shift, timeZone, first, last)
      : rotationStints(shift, timeZone, first, last),
  );
  const periods = imported.map(({ from, to, who }) => ({ from, to, who: [who] }));
  return [...planned, ...periods].filter(({ from, to }) => to > fromMs && from <= toMs);
};

const covers = ({ from, to }: Span, atMs: number): boolean => from <= atMs && atMs < to;

const after = (names: ReadonlyMap<string, string>, one: RosterException): ReadonlyMap<string, string> => {
  const changed = new Map(names);
  const wasOn = one.out !== undefined && changed.delete(foldName(one.out));
  if (one.in !== undefined && (one.out === undefined || wasOn)) changed.set(foldName(one.in), one.in);
  return changed;
};

const namesAt = (stints: readonly Stint[], { exceptions }: Roster, atMs: number): readonly string[] => {
  const who = stints.filter((stint) => covers(stint, atMs)).flatMap((stint) => stint.who);
  let names: ReadonlyMap<string, string> = new Map(who.map((name) => [foldName(name), name]));
  for (const one of exceptions) if (covers(one, atMs)) names = after(names, one);
  return [...names.values()];
};

/** Who is on duty at this moment. */
export const onDutyAt = (roster: Roster, atMs: number): OnDuty => {
  const names = namesAt(stintsBetween(roster, atMs, atMs), roster, atMs);
  return names.length > 0
    ? { names, isFallback: false }
    : { names: [...new Set(roster.fallback)], isFallback: true };
};

/** The moments after `fromMs` and up to `toMs` at which somebody else may be on duty, in order. */
const changesIn = (
  stints: readonly Stint[],
  { exceptions }: Roster,
  { from, to }: Span,
): readonly number[] => {
  const moments = [...stints, ...exceptions].flatMap((one) => [one.from, one.to]);
  return [...new Set(moments.filter((at) => at > from && at <= to))].sort((a, b) => a - b);
};

const sameNames = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((name) => other.includes(name));

/** The first moment in the 62 days after `atMs` at which `changed` is true of who is on duty, the fallback left out. */
const nextWhere = (
  roster: Roster,
  atMs: number,
  changed: (names: readonly string[]) => boolean,
): number | undefined => {
  // Most changes come soon, so the first days are looked at alone.
  for (let [from, to] = [atMs, atMs + 2 * DAY_MS]; from < atMs + AHEAD_MS; ) {
    const stints = stintsBetween(roster, from, to);
    for (const at of changesIn(stints, roster, { from, to }))
      if (changed(namesAt(stints, roster, at))) return at;
    [from, to] = [to, Math.min(to + 20 * DAY_MS, atMs + AHEAD_MS)];
  }
  return undefined;
};

/** When somebody else is on duty next; undefined: not within 62 days. */
export const nextChange = (roster: Roster, atMs: number): number | undefined => {
  const now = namesAt(stintsBetween(roster, atMs, atMs), roster, atMs);
  return nextWhere(roster, atMs, (names) => !sameNames(now, names));
};

/** When this person's duty ends; undefined: not within 62 days. Of somebody of the fallback: when another is on. */
export const endOfDuty = (roster: Roster, name: string, atMs: number): number | undefined => {
  const { isFallback } = onDutyAt(roster, atMs);
  const own = foldName(name);
  return nextWhere(roster, atMs, (names) =>
    isFallback ? names.length > 0 : !names.some((one) => foldName(one) === own),
  );
};

export interface DutySpan extends Span, OnDuty {}

/** Who is on duty between these moments, without a break between the spans: nobody at all is a span too. */
export const dutyBetween = (roster: Roster, fromMs: number, toMs: number): readonly DutySpan[] => {
  const stints = stintsBetween(roster, fromMs, toMs);
  const moments = [fromMs, ...changesIn(stints, roster, { from: fromMs, to: toMs })];
  const spans: DutySpan[] = [];
  for (const [index, from] of moments.entries()) {
    const to = moments[index + 1] ?? toMs;
    if (to <= from) continue;
    const planned = namesAt(stints, roster, from);
    const isFallback = planned.length === 0;
    const names = isFallback ? [...new Set(roster.fallback)] : planned;
    const last = spans.at(-1);
    if (last !== undefined && last.isFallback === isFallback && sameNames(last.names, names))
      spans[spans.length - 1] = { ...last, to };
    else spans.push({ from, to, names, isFallback });
  }
  return spans;
};

/** The times between these moments in which nobody is on duty but the fallback. */
export const gapsBetween = (roster: Roster, fromMs: number, toMs: number): readonly Span[] => {
  const stints = stintsBetween(roster, fromMs, toMs);
  const moments = [fromMs, ...changesIn(stints, roster, { from: fromMs, to: toMs })];
  const gaps: { from: number; to: number }[] = [];
  for (const [index, from] of moments.entries()) {
    const to = moments[index + 1] ?? toMs;
    if (to <= from || namesAt(stints, roster, from).length > 0) continue;
    const last = gaps.at(-1);
    if (last?.to === from) last.to = to;
    else gaps.push({ from, to });
  }
  return gaps;
};
