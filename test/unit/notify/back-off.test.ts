import { expect, test } from 'vitest';
import { nextAttempt, restMs } from '../../../src/notify/back-off.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const middle = () => 0.5;

const waits = (attempts: number, retryAfterMs?: number, random = middle) =>
  (nextAttempt({ attempts, since: 0, retryAfterMs }, 1000, random) ?? 0) - 1000;

test('each failed attempt of a webhook delivery is followed by a longer pause', () => {
  expect([1, 2, 3, 4, 5, 6, 7, 8, 9, 50].map((attempts) => waits(attempts))).toEqual([
    5000,
    30_000,
    2 * MINUTE,
    10 * MINUTE,
    30 * MINUTE,
    60 * MINUTE,
    120 * MINUTE,
    240 * MINUTE,
    240 * MINUTE,
    240 * MINUTE,
  ]);
});

test('the pause after a failed webhook delivery varies by a quarter (jitter)', () => {
  expect(waits(1, undefined, () => 0)).toBe(3750);
  expect(waits(1, undefined, () => 1)).toBe(6250);
});

test('a receiver’s Retry-After may ask for a longer pause, of an hour at most, but not for a shorter one', () => {
  expect(waits(1, 20_000)).toBe(20_000);
  expect(waits(1, 100 * DAY)).toBe(60 * MINUTE);
  expect(waits(3, 1000)).toBe(2 * MINUTE);
});

test('the last attempt of a webhook delivery is a day after the delivery was created', () => {
  const failed = { attempts: 12, since: 0, retryAfterMs: undefined };
  expect(nextAttempt(failed, DAY - MINUTE, middle)).toBe(DAY);
  expect(nextAttempt(failed, DAY, middle)).toBeUndefined();
});

test('a webhook delivery that always fails has between 10 and 20 attempts', () => {
  let attempts = 1;
  for (let at: number | undefined = 0; at !== undefined; attempts++) {
    at = nextAttempt({ attempts, since: 0, retryAfterMs: undefined }, at, middle);
  }
  expect(attempts).toBeGreaterThan(10);
  expect(attempts).toBeLessThan(20);
});

test('a webhook that fails again and again is paused for 1 s at first and 60 s at most', () => {
  expect([1, 2, 3, 6, 7, 1000].map(restMs)).toEqual([1000, 2000, 4000, 32_000, 60_000, 60_000]);
});
