import { expect, test } from 'vitest';
import { inFours } from '../../../../src/console/rooms/settings/account/in-fours.ts';
import { daysIn } from '../../../../src/console/rooms/settings/machine/days-in.ts';
import { hostOf } from '../../../../src/console/rooms/settings/webhooks/host-of.ts';
import { whenIn } from '../../../../src/console/words/when-in.ts';

test('a key is read in groups of four, and has no space at its end', () => {
  expect(inFours('JBSWY3DPEHPK3PXP')).toBe('JBSW Y3DP EHPK 3PXP');
  expect(inFours('JBSWY')).toBe('JBSW Y');
});

test('a time of keeping is told in whole days', () => {
  expect([daysIn('P400D'), daysIn('PT24H'), daysIn('PT30M')]).toEqual([400, 1, undefined]);
});

test('a button names the host that it sends to', () => {
  expect(hostOf('https://hooks.example.org/tocsin?a=1')).toBe('hooks.example.org');
  expect(hostOf(' nonsense ')).toBe('nonsense');
});

test('a time in a sentence has its day unless it is today', () => {
  const now = new Date(2026, 10, 26, 3, 20);
  expect(whenIn('en')(new Date(2026, 10, 26, 3, 14, 22), now)).toBe('at 03:14:22');
  expect(whenIn('en')(new Date(2026, 10, 24, 3, 14, 22), now)).toBe('on 24 Nov 2026 at 03:14:22');
  expect(whenIn('fr')(new Date(2026, 10, 24, 3, 14, 22), now)).toBe('le 24 nov. 2026 à 03:14:22');
});
