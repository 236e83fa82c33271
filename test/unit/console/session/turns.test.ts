import { expect, test } from 'vitest';
import { Turns } from '../../../../src/console/session/turns.ts';

test('an answer counts unless one to a newer question was taken', () => {
  const turns = new Turns();
  const [first, second, third] = [turns.begin(), turns.begin(), turns.begin()];
  expect(turns.take(first)).toBe(true);
  expect(turns.isNews(second)).toBe(true);
  expect(turns.take(third)).toBe(true);
  expect(turns.isNews(second)).toBe(false);
  expect(turns.take(second)).toBe(false);
  expect(turns.take(turns.begin())).toBe(true);
});
