import { expect, test } from 'vitest';
import { formatsOf } from '../../../src/console/words/formats.ts';

const { duration, phone } = formatsOf('en');

test('a duration never has sixty minutes behind its hours', () => {
  expect([119, 7199, 10_790, 10_801].map((seconds) => duration(seconds).replaceAll('\u202f', ' '))).toEqual([
    '119 s',
    '120 min',
    '3 h',
    '3 h',
  ]);
  expect(duration(2 * 3600 + 300)).toBe('2\u202fh 5\u202fmin');
});

test('a number is written with its country, or as it was dialled', () => {
  expect(phone('+33639980042')).toBe('+33 6 39 98 00 42');
  expect(phone('0639980042')).toBe('06 39 98 00 42');
});
