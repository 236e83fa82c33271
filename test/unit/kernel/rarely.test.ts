import { expect, test } from 'vitest';
import { Rarely } from '../../../src/kernel/rarely.ts';

test('an event that happens all the time is logged at once, then once a minute with its count', () => {
  const rarely = new Rarely();
  const told: (number | undefined)[] = [];
  for (let ms = 0; ms < 180_000; ms += 100) told.push(rarely.happened(ms));
  expect(told.filter((times) => times !== undefined)).toEqual([1, 600, 600]);
});

test('a clock that is set back by a day does not suppress log lines of an event for a day', () => {
  const rarely = new Rarely();
  rarely.happened(86_400_000);
  expect(rarely.happened(0)).toBe(1);
});
