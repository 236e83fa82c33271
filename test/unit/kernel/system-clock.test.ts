import { expect, test } from 'vitest';
import { unturned } from '../../../src/kernel/system-clock.ts';

const HOUR_MS = 3_600_000;
const T0 = Date.UTC(2026, 0, 1);

/** A machine whose wall clock can be set. */
const machine = () => {
  let elapsed = 0;
  let set = T0;
  const now = unturned(
    () => set + Math.floor(elapsed),
    () => elapsed,
  );
  return {
    now,
    /** Passes in steps of a second, since a gateway reads the time all the time. */
    pass: (ms: number): number => {
      for (let left = ms; left > 0; left -= 1000) {
        elapsed += Math.min(left, 1000);
        now();
      }
      return now();
    },
    set: (byMs: number): void => {
      set += byMs;
    },
  };
};

test('the time of the gateway is that of the wall clock while nobody sets the wall clock', () => {
  const { now, pass } = machine();
  expect(now()).toBe(T0);
  expect(pass(2 * HOUR_MS)).toBe(T0 + 2 * HOUR_MS);
});

test('if the wall clock is set forward, the time of the gateway follows at once', () => {
  const { now, set, pass } = machine();
  set(HOUR_MS);
  expect(now()).toBe(T0 + HOUR_MS);
  expect(pass(1000)).toBe(T0 + HOUR_MS + 1000);
});

test('if the wall clock is set back by an hour, the time of the gateway never goes back, and no timer waits an hour longer', () => {
  const { now, set, pass } = machine();
  pass(HOUR_MS);
  const before = now();
  set(-HOUR_MS);
  expect(now()).toBe(before);
  expect(pass(10_000)).toBe(before + 7500);
});

test('if the wall clock is set back, the time of the gateway agrees with it again after four times that long', () => {
  const { set, pass, now } = machine();
  set(-HOUR_MS);
  now();
  expect(pass(3 * HOUR_MS)).toBeGreaterThan(T0 + 2 * HOUR_MS);
  expect(pass(HOUR_MS)).toBe(T0 + 3 * HOUR_MS);
  expect(pass(HOUR_MS)).toBe(T0 + 4 * HOUR_MS);
});

test('if the wall clock is set back and then corrected, the time of the gateway agrees with it at once', () => {
  const { set, pass, now } = machine();
  set(-HOUR_MS);
  pass(60_000);
  set(HOUR_MS);
  expect(now()).toBe(T0 + 60_000);
});

test('if the wall clock is set back several times, the time of the gateway is ahead by no more than the sum', () => {
  const { set, now, pass } = machine();
  for (let i = 0; i < 3; i++) {
    set(-60_000);
    now();
  }
  expect(now()).toBe(T0);
  expect(pass(4 * 180_000)).toBe(T0 - 180_000 + 4 * 180_000);
});

test('times of the gateway are whole milliseconds even if the source has fractions', () => {
  let elapsed = 0.3;
  let wall = T0;
  const now = unturned(
    () => wall,
    () => elapsed,
  );
  wall -= HOUR_MS;
  elapsed += 0.123;
  now();
  elapsed += 1.7;
  expect(Number.isInteger(now())).toBe(true);
});
