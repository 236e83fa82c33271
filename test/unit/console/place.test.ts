import { afterEach, expect, test } from 'vitest';
import { filledText } from '../../../src/console/parts/text-editor/filled.ts';
import { isolated } from '../../../src/console/words/isolated.ts';
import {
  byGateway,
  fieldTime,
  hearClock,
  instantInField,
  isSameDay,
  placeZone,
  settleIn,
} from '../../../src/console/words/place.ts';
import { whenIn } from '../../../src/console/words/when-in.ts';

const NOW = Date.parse('2026-11-26T23:30:00Z');
afterEach(() => {
  settleIn(undefined);
  hearClock(new Date(NOW).toUTCString(), NOW);
});

test('times are told, and asked for, in the time zone of the place, wherever the browser is', () => {
  settleIn('America/Cayenne');
  expect(whenIn('en')(NOW, new Date(NOW))).toBe('at 20:30:00');
  expect(instantInField('2026-11-26T20:30')).toBe('2026-11-26T23:30:00.000Z');
  expect(fieldTime(placeZone(), NOW)).toBe('2026-11-26T20:30');
  expect(isSameDay(NOW, '2026-11-27T02:00:00Z')).toBe(true);
  expect(isSameDay(NOW, '2026-11-27T04:00:00Z')).toBe(false);
  expect(instantInField('')).toBeUndefined();
  settleIn('Nowhere/At-All');
  expect(placeZone()).toBe(new Intl.DateTimeFormat().resolvedOptions().timeZone);
});

test('the phone that is shown says the time of the place, as the SMS will', () => {
  settleIn('America/Cayenne');
  const content = {
    defaultLanguage: 'fr',
    placeholders: {},
    variants: [{ language: 'fr', text: '{until}' }],
  };
  const occasion = { values: {}, isExercise: false, until: NOW, now: NOW - 3_600_000 };
  expect(filledText(content as never, '{until}', 'fr', occasion).text).toContain('20');
});

test('a clock of this computer that is wrong is set right by the answers of the gateway, in whole seconds', () => {
  hearClock(new Date(NOW + 3_600_000).toUTCString(), NOW);
  expect(byGateway(NOW)).toBe(NOW + 3_600_000);
  // The time that an answer took moves no figure.
  hearClock(new Date(NOW + 3_601_000).toUTCString(), NOW);
  expect(byGateway(NOW)).toBe(NOW + 3_600_000);
  hearClock(null, NOW);
  expect(byGateway(NOW)).toBe(NOW + 3_600_000);
  hearClock(new Date(NOW).toUTCString(), NOW + 900);
  expect(byGateway(NOW)).toBe(NOW);
});

test('a text in a sentence turns nothing but itself, and a usual text is not touched', () => {
  expect(isolated('Crue, rive nord <b>')).toBe('Crue, rive nord <b>');
  expect(isolated('\u202eevil')).toBe('\u2068\u202eevil\u2069');
  expect(isolated('\u2069\u202e\u2066x')).toBe('\u2068\u202e\u2066x\u2069\u2069');
  expect(isolated('سلام')).toBe('\u2068سلام\u2069');
  expect(isolated('\u202ea\u2029b')).toBe('\u2068\u202ea b\u2069');
});
