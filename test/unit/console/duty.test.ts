import { expect, test } from 'vitest';
import type { Roster } from '../../../src/console/api/types/rosters.ts';
import { calendarDays, spansOf } from '../../../src/console/rooms/inbox/duty/calendar-days.ts';
import { bodyOf, draftOf } from '../../../src/console/rooms/inbox/duty/roster-draft.ts';
import { fieldTime, momentOfField } from '../../../src/console/words/place.ts';

const PARIS = 'Europe/Paris';
const span = (from: string, to: string, who: readonly string[], fallback = false) => ({
  from: `2026-11-${from}:00.000Z`,
  to: `2026-11-${to}:00.000Z`,
  who,
  fallback,
});

test('a night on duty stands in both of its days, and a gap is marked as one', () => {
  const days = calendarDays(
    [
      span('26T19:00', '27T07:00', ['Anna']),
      span('27T07:00', '27T19:00', ['Roux'], true),
      span('27T19:00', '28T23:00', []),
    ],
    PARIS,
  );
  expect(days.map(({ pieces }) => pieces.map(({ kind }) => kind))).toEqual([
    ['planned'],
    ['planned', 'fallback', 'nobody'],
    ['nobody'],
  ]);
  expect(days[2]?.pieces[0]?.isAllDay).toBe(true);
  expect(days[0]?.pieces[0]?.isAllDay).toBe(false);
});

test('a day on which the clocks change is still one day', () => {
  const [day, ...more] = calendarDays(
    [{ from: '2026-10-24T22:00:00Z', to: '2026-10-25T23:00:00Z', who: ['Anna'], fallback: false }],
    PARIS,
  );
  expect(more).toEqual([]);
  expect(day?.pieces).toMatchObject([{ isAllDay: true }]);
});

test('shifts of a person that meet are one, whatever capitals the roster writes the name with', () => {
  const spans = [
    span('26T19:00', '27T07:00', ['ANNA']),
    span('27T07:00', '27T19:00', ['Anna', 'Bruno']),
    span('27T19:00', '28T07:00', ['Bruno']),
  ];
  expect(spansOf('Anna', spans)).toEqual([
    { from: Date.parse('2026-11-26T19:00:00Z'), to: Date.parse('2026-11-27T19:00:00Z') },
  ]);
});

test('a time in a field is one of the place of the roster', () => {
  const moment = Date.parse('2026-12-24T19:00:00Z');
  expect(fieldTime(PARIS, moment)).toBe('2026-12-24T20:00');
  expect(momentOfField(PARIS, '2026-12-24T20:00')).toBe(moment);
  expect(momentOfField(PARIS, '')).toBeUndefined();
});

const roster: Roster = {
  id: 1,
  name: 'SAMU',
  timeZone: PARIS,
  people: [{ name: 'Roux', phone: '+33639980002', language: 'fr' }],
  shifts: [
    { days: ['mon'], from: '20:00', to: '08:00', who: ['Anna'], until: '2027-06-30' },
    { everyDays: 7, start: '2026-11-30', at: '08:00', who: ['Bruno', 'Roux'] },
  ],
  exceptions: [
    { from: '2026-12-24T19:00:41.123Z', to: '2026-12-25T07:00:00.000Z', out: 'Anna', in: 'Bruno' },
  ],
  fallback: ['Roux'],
  aliases: { roux: 'Roux' },
  imported: { events: 0, periods: 0, until: null },
  next: null,
  gaps: [],
  createdAt: '2026-11-26T03:00:00.000Z',
  version: 1,
};

test('a roster that is opened in the form and saved is the same, to the seconds of a hand-over by SMS', () => {
  const { name, timeZone, people, shifts, exceptions, fallback, aliases } = roster;
  expect(bodyOf(draftOf(roster))).toEqual({
    name,
    timeZone,
    people,
    shifts,
    exceptions,
    fallback,
    aliases,
  });
});
