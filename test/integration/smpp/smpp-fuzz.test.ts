import { expect, test } from 'vitest';
import { fuzzSmppRoute } from '../../support/smpp/fuzz-smpp.ts';

test('fuzzing with fifty thousand mutated frames on a bound link: each is answered, or the link is dialled again; no crash, no hang', async () => {
  const result = await fuzzSmppRoute(50_000, 4711);
  expect(result.errors).toEqual([]);
  expect(result.frames).toBe(50_000);
  expect(result.answered).toBeGreaterThan(10);
  expect(result.closed).toBeGreaterThan(10);
});
