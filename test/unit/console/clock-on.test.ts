import { afterAll, expect, test } from 'vitest';
import { clockOn } from '../../../src/console/words/clock-on.ts';
import { settleIn } from '../../../src/console/words/place.ts';

settleIn('Europe/Paris');
afterAll(() => settleIn(undefined));
const now = Date.parse('2026-11-26T22:50:00Z');
const en = clockOn('en', 'minutes');
const fr = clockOn('fr', 'minutes');

test('a time of today is only a time of the clock', () => {
  expect(en('2026-11-26T22:59:00Z', now)).toBe('23:59');
  expect(clockOn('en', 'seconds')('2026-11-26T22:59:07Z', now)).toBe('23:59:07');
});

test('a time after midnight at the place has its day behind it', () => {
  expect(en('2026-11-26T23:04:00Z', now)).toBe('00:04 on 27 Nov');
  expect(fr('2026-11-26T23:04:00Z', now)).toBe('00:04 le 27 nov.');
});

test('the same time on another day is not taken for today', () => {
  expect(en(now - 86_400_000, now)).toBe('23:50 on 25 Nov');
});

test('a time of another year has its year', () => {
  expect(en('2027-01-03T07:00:00Z', now)).toBe('08:00 on 3 Jan 2027');
  expect(fr('2027-01-03T07:00:00Z', now)).toBe('08:00 le 3 janv. 2027');
});

test('the hour that the clocks show twice is of the day of its place', () => {
  const before = Date.parse('2026-10-24T22:30:00Z');
  expect(en('2026-10-25T00:30:00Z', before)).toBe('02:30');
  expect(en('2026-10-25T01:30:00Z', before)).toBe('02:30');
});
