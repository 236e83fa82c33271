import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  dutyBetween,
  endOfDuty,
  gapsBetween,
  nextChange,
  onDutyAt,
} from '../../../../src/domain/duty/on-duty.ts';
import type { Roster, RosterException, Shift } from '../../../../src/domain/duty/roster.ts';
import { dayNumberOf, weekdayOf } from '../../../../src/kernel/local-time.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const PARIS = 'Europe/Paris';
const format = new Intl.DateTimeFormat('sv-SE', {
  timeZone: PARIS,
  dateStyle: 'short',
  timeStyle: 'short',
});
const dayOf = (text: string) => {
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number);
  return dayNumberOf({ year, month, day });
};
const rosterOf = (own: Partial<Roster> = {}): Roster => ({
  timeZone: PARIS,
  people: [],
  shifts: [],
  exceptions: [],
  imported: [],
  fallback: [],
  aliases: {},
  ...own,
});
const weekly = (who: string, from: number, to: number, days = [1, 2, 3, 4, 5, 6, 7]): Shift => ({
  kind: 'weekly',
  days,
  from,
  to,
  who: [who],
  since: undefined,
  until: undefined,
});
const hours = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
const at = (utc: string) => Date.parse(`${utc}Z`);
const names = (roster: Roster, utc: string) => onDutyAt(roster, at(utc)).names;

/**
 * The model: it walks through every minute, looks at a wall clock, and starts and ends each shift at the first minute at
 * which the clock shows the shift's time or a later one.
 */
const byMinute = (roster: Roster, from: number, to: number): readonly (readonly string[])[] => {
  const clock: { readonly day: number; readonly minutes: number }[] = [];
  for (let now = from; now < to; now += MINUTE_MS) {
    const [date = '', time = ''] = format.format(now).split(' ');
    clock.push({ day: dayOf(date), minutes: hours(time) });
  }
  const firstMinute = (day: number, minutes: number) => {
    const found = clock.findIndex((one) => one.day > day || (one.day === day && one.minutes >= minutes));
    return found === -1 ? clock.length : found;
  };
  const on: Set<string>[] = clock.map(() => new Set());
  const put = (begin: number, end: number, who: readonly string[]) => {
    for (let minute = begin; minute < end; minute++) for (const name of who) on[minute]?.add(name);
  };
  const [first, last] = [clock[0]?.day ?? 0, clock.at(-1)?.day ?? 0];
  for (const shift of roster.shifts) {
    for (let day = first - 30; day <= last; day++) {
      if ((shift.since ?? day) > day || (shift.until ?? day) < day) continue;
      if (shift.kind === 'weekly') {
        if (!shift.days.includes(weekdayOf(day))) continue;
        const end = shift.to > shift.from ? day : day + 1;
        put(firstMinute(day, shift.from), firstMinute(end, shift.to), shift.who);
      } else {
        const since = day - shift.start;
        if (since < 0 || since % shift.everyDays !== 0) continue;
        const person = shift.who[(since / shift.everyDays) % shift.who.length];
        const end = firstMinute(day + shift.everyDays, shift.at);
        put(firstMinute(day, shift.at), end, person === undefined ? [] : [person]);
      }
    }
  }
  return on.map((set, minute) => {
    const now = from + minute * MINUTE_MS;
    for (const one of roster.exceptions) {
      if (now < one.from || now >= one.to) continue;
      const wasOn = one.out !== undefined && set.delete(one.out);
      if (one.in !== undefined && (one.out === undefined || wasOn)) set.add(one.in);
    }
    return set.size > 0 ? [...set].sort() : [...roster.fallback].sort();
  });
};

const person = fc.constantFrom('anna', 'bruno', 'chloe', 'denis');
const minuteOfDay = fc.integer({ min: 0, max: 1439 });
const limits = (centre: number) => ({
  since: fc.option(fc.integer({ min: centre - 5, max: centre + 5 }), { nil: undefined }),
  until: fc.option(fc.integer({ min: centre - 5, max: centre + 5 }), { nil: undefined }),
});
const shiftNear = (centre: number): fc.Arbitrary<Shift> =>
  fc.oneof(
    fc.record({
      kind: fc.constant('weekly' as const),
      days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
      from: minuteOfDay,
      to: minuteOfDay,
      who: fc.uniqueArray(person, { minLength: 1, maxLength: 2 }),
      ...limits(centre),
    }),
    fc.record({
      kind: fc.constant('rotation' as const),
      start: fc.integer({ min: centre - 20, max: centre + 2 }),
      at: minuteOfDay,
      everyDays: fc.integer({ min: 1, max: 8 }),
      who: fc.array(person, { minLength: 1, maxLength: 3 }),
      ...limits(centre),
    }),
  );
const exceptionNear = (from: number): fc.Arbitrary<RosterException> =>
  fc
    .record({
      begin: fc.integer({ min: 0, max: 4000 }),
      minutes: fc.integer({ min: 1, max: 2000 }),
      out: fc.option(person, { nil: undefined }),
      in: fc.option(person, { nil: undefined }),
    })
    .map(({ begin, minutes, ...who }) => ({
      ...who,
      from: from + begin * MINUTE_MS,
      to: from + (begin + minutes) * MINUTE_MS,
    }));

describe.each([
  ['spring, when the clocks skip an hour', '2026-03-28T00:00:00', '2026-03-29'],
  ['autumn, when the clocks repeat an hour', '2026-10-24T00:00:00', '2026-10-25'],
])('in %s', (_season, begin, change) => {
  const from = at(begin);
  const to = from + 3 * DAY_MS;
  const centre = dayOf(change);

  test('the people on duty are at every minute those of a model that watches the clock', () => {
    const rosters = fc.record({
      shifts: fc.array(shiftNear(centre), { maxLength: 3 }),
      exceptions: fc.array(exceptionNear(from), { maxLength: 3 }),
      fallback: fc.uniqueArray(person, { maxLength: 1 }),
    });
    fc.assert(
      fc.property(rosters, fc.integer({ min: 0, max: 6 }), (own, offset) => {
        const roster = rosterOf(own);
        // The model begins a month earlier, so that it sees long rotations begin.
        const early = from - 12 * DAY_MS;
        const model = byMinute(roster, early, to);
        const skipped = (from - early) / MINUTE_MS;
        for (let minute = offset; minute < (to - from) / MINUTE_MS; minute += 7) {
          const found = [...onDutyAt(roster, from + minute * MINUTE_MS).names].sort();
          expect(found).toEqual(model[skipped + minute]);
        }
      }),
      { numRuns: 8 },
    );
  });

  test('the next change is the first minute at which the people differ, and gaps are the minutes without anybody', () => {
    const rosters = fc.record({
      shifts: fc.array(shiftNear(centre), { maxLength: 2 }),
      exceptions: fc.array(exceptionNear(from), { maxLength: 2 }),
    });
    fc.assert(
      fc.property(rosters, (own) => {
        const roster = rosterOf(own);
        const sets: string[] = [];
        for (let now = from; now < to; now += MINUTE_MS)
          sets.push([...onDutyAt(roster, now).names].sort().join());
        const next = sets.findIndex((set) => set !== sets[0]);
        const found = nextChange(roster, from);
        if (next !== -1) expect(found).toBe(from + next * MINUTE_MS);
        else expect(found ?? to).toBeGreaterThanOrEqual(to);
        const empty = sets.filter((set) => set === '').length * MINUTE_MS;
        const gaps = gapsBetween(roster, from, to);
        expect(gaps.reduce((sum, gap) => sum + gap.to - gap.from, 0)).toBe(empty);
      }),
      { numRuns: 5 },
    );
  });
});

test('a night shift over midnight belongs to the day on which it begins', () => {
  const roster = rosterOf({ shifts: [weekly('anna', hours('22:00'), hours('06:00'), [5])] });
  expect(names(roster, '2026-11-27T20:59')).toEqual([]);
  expect(names(roster, '2026-11-27T21:00')).toEqual(['anna']);
  expect(names(roster, '2026-11-28T04:59')).toEqual(['anna']);
  expect(names(roster, '2026-11-28T05:00')).toEqual([]);
});

test('two shifts that meet in the repeated hour leave no gap and do not overlap', () => {
  const roster = rosterOf({
    shifts: [
      weekly('anna', hours('22:00'), hours('02:30'), [6]),
      weekly('bruno', hours('02:30'), hours('06:00'), [7]),
    ],
  });
  expect(names(roster, '2026-10-25T00:29')).toEqual(['anna']);
  // The clocks show 02:30 for the first time.
  expect(names(roster, '2026-10-25T00:30')).toEqual(['bruno']);
  // They show 02:15 for the second time.
  expect(names(roster, '2026-10-25T01:15')).toEqual(['bruno']);
});

test('a rotation of two weeks passes from one to the next, and begins again with the first', () => {
  const shift: Shift = {
    kind: 'rotation',
    start: dayOf('2026-11-02'),
    at: hours('08:00'),
    everyDays: 14,
    who: ['anna', 'bruno'],
    since: undefined,
    until: undefined,
  };
  const roster = rosterOf({ shifts: [shift] });
  expect(names(roster, '2026-11-02T06:59')).toEqual([]);
  expect(names(roster, '2026-11-02T07:00')).toEqual(['anna']);
  expect(names(roster, '2026-11-16T07:00')).toEqual(['bruno']);
  expect(names(roster, '2026-11-30T07:00')).toEqual(['anna']);
  expect(endOfDuty(roster, 'ANNA', at('2026-11-03T00:00'))).toBe(at('2026-11-16T07:00'));
});

test('a replacement holds only where the replaced person is on duty, and a second one passes it on', () => {
  const [from, to] = [at('2026-11-26T00:00'), at('2026-11-28T00:00')];
  const roster = rosterOf({
    shifts: [weekly('anna', hours('08:00'), hours('18:00'))],
    exceptions: [
      { from, to, out: 'anna', in: 'bruno' },
      { from: at('2026-11-26T12:00'), to, out: 'bruno', in: 'chloe' },
    ],
    fallback: ['denis'],
  });
  expect(names(roster, '2026-11-26T10:00')).toEqual(['bruno']);
  expect(names(roster, '2026-11-26T13:00')).toEqual(['chloe']);
  expect(onDutyAt(roster, at('2026-11-26T20:00'))).toEqual({ names: ['denis'], isFallback: true });
  expect(endOfDuty(roster, 'denis', at('2026-11-26T20:00'))).toBe(at('2026-11-27T07:00'));
});

test('the calendar of the coming days has no break: whoever is on, the fallback, and nobody', () => {
  const roster = rosterOf({
    shifts: [weekly('Anna', hours('20:00'), hours('08:00'), [4, 5])],
    fallback: ['Roux'],
  });
  const spans = dutyBetween(roster, at('2026-11-26T17:00'), at('2026-11-28T17:00'));
  expect(spans.map(({ names: who, isFallback }) => [who[0], isFallback])).toEqual([
    ['Roux', true],
    ['Anna', false],
    ['Roux', true],
    ['Anna', false],
    ['Roux', true],
  ]);
  for (const [index, { to }] of spans.slice(0, -1).entries()) expect(spans[index + 1]?.from).toBe(to);
  expect(spans.at(-1)?.to).toBe(at('2026-11-28T17:00'));
  expect(
    dutyBetween({ ...roster, fallback: [] }, at('2026-11-26T17:00'), at('2026-11-26T18:00')),
  ).toMatchObject([{ names: [], isFallback: true }]);
});
