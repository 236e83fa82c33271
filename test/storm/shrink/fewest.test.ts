import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fewest } from './fewest.ts';

test('what fails with some items together is left with exactly these', async () => {
  const cases = fc.integer({ min: 1, max: 60 }).chain((size) =>
    fc.record({
      size: fc.constant(size),
      guilty: fc.uniqueArray(fc.integer({ min: 0, max: size - 1 }), { maxLength: 4 }),
    }),
  );
  await fc.assert(
    fc.asyncProperty(cases, async ({ size, guilty }) => {
      const items = Array.from({ length: size }, (_, index) => index);
      const fails = async (some: readonly number[]) => guilty.every((one) => some.includes(one));
      expect(await fewest(items, fails)).toEqual(guilty.toSorted((a, b) => a - b));
    }),
  );
});

test('a hundred items, of which one is guilty, need no more than thirty tries', async () => {
  let tries = 0;
  const items = Array.from({ length: 100 }, (_, index) => index);
  await fewest(items, async (some) => {
    tries++;
    return some.includes(37);
  });
  expect(tries).toBeLessThan(30);
});
