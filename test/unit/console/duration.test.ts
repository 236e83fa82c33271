import { expect, test } from 'vitest';
import { durationIn } from '../../../src/console/words/duration.ts';

test('a duration never has sixty minutes beside its hours', () => {
  expect(durationIn(3 * 3600 - 1, String)).toBe('3\u202fh');
  expect(durationIn(2 * 3600 + 300, String)).toBe('2\u202fh 5\u202fmin');
  expect(durationIn(540, String)).toBe('9\u202fmin');
});
