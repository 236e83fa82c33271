import { expect, test } from 'vitest';
import { fuzzSmppRoute } from '../../support/smpp/fuzz-smpp.ts';

test('fifty thousand mutated frames on a bound link: no crash, no hang, answered or closed and dialled again', async () => {
  const result = await fuzzSmppRoute(50_000, 4711);
  expect(result.errors).toEqual([]);
  expect(result.frames).toBe(50_000);
  expect(result.answered).toBeGreaterThan(10);
  expect(result.closed).toBeGreaterThan(10);
});
