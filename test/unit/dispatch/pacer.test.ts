import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Pacer } from '../../../src/dispatch/pacer.ts';

const T0 = Date.UTC(2026, 0, 1);

/** Times at which parts leave when there is always one, and each timer is late by what `lateMs` gives next. */
const run = (pacer: Pacer, ms: number, lateMs: () => number, from = T0): number[] => {
  const left: number[] = [];
  let now = from;
  while (now < from + ms) {
    const wait = pacer.waitMs(now);
    if (wait > 0) {
      now += Math.ceil(wait) + lateMs();
      continue;
    }
    pacer.take(now);
    left.push(now);
  }
  return left;
};

/** The most that left within any one second. */
const mostInASecond = (left: readonly number[]): number => {
  let most = 0;
  let first = 0;
  for (const [index, at] of left.entries()) {
    while ((left[first] ?? 0) <= at - 1000) first++;
    most = Math.max(most, index - first + 1);
  }
  return most;
};

const inTurn = (values: readonly number[]) => {
  let index = 0;
  return () => values[index++ % values.length] ?? 0;
};

describe('a contracted rate', () => {
  test('is never passed, in no window of one second, whatever the timers do', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2000 }),
        fc.array(fc.nat(400), { minLength: 1, maxLength: 50 }),
        (rate, late) => {
          expect(mostInASecond(run(new Pacer(rate), 5000, inTurn(late)))).toBeLessThanOrEqual(rate);
        },
      ),
      { numRuns: 150 },
    );
  });

  test.each([1, 2, 5, 10, 30, 50, 100, 333, 500, 1000, 5000])(
    'of %i is used nearly whole over a minute, though timers are late by up to 4 ms',
    (rate) => {
      // 99 in 100.
      const left = run(new Pacer(rate), 60_000, inTurn([0, 1, 4, 2, 0, 3, 1, 1]));
      expect(left.length).toBeGreaterThanOrEqual(Math.floor(rate * 60 * 0.99));
      expect(mostInASecond(left)).toBeLessThanOrEqual(rate);
    },
  );

  test('is never passed after a silence: nothing is saved up', () => {
    const pacer = new Pacer(100);
    run(pacer, 2000, () => 0);
    const left = run(pacer, 3000, () => 0, T0 + 3_600_000);
    expect(mostInASecond(left)).toBeLessThanOrEqual(100);
  });

  test('is spread: a tenth of a second carries a tenth, and a little', () => {
    const left = run(new Pacer(1000), 2000, () => 1);
    for (let from = T0; from < T0 + 1900; from += 100) {
      expect(left.filter((at) => at >= from && at < from + 100).length).toBeLessThanOrEqual(125);
    }
  });

  test('below one a second is a wait between parts', () => {
    const left = run(new Pacer(0.2), 60_000, () => 0);
    expect(left.length).toBeGreaterThanOrEqual(12);
    expect(left.length).toBeLessThanOrEqual(13);
    for (const [index, at] of left.entries()) {
      if (index > 0) expect(at - (left[index - 1] ?? 0)).toBeGreaterThanOrEqual(4900);
    }
  });

  test('that is none holds nothing back', () => {
    const pacer = new Pacer(undefined);
    for (let i = 0; i < 10_000; i++) {
      expect(pacer.waitMs(T0)).toBe(0);
      pacer.take(T0);
    }
    expect(pacer.ahead).toBe(Number.POSITIVE_INFINITY);
  });

  test('lets only so much be held ready as leaves at once', () => {
    expect(new Pacer(1000).ahead).toBe(40);
    expect(new Pacer(1).ahead).toBe(1);
  });

  test('does not stop when the clock is set back', () => {
    const pacer = new Pacer(10);
    run(pacer, 5000, () => 0);
    const left = run(pacer, 30_000, () => 0, T0 - 60_000);
    expect(left.length).toBeGreaterThan(200);
  });
});

describe('a carrier that says "slower"', () => {
  test('is sent less, and so much less at each such second', () => {
    const pacer = new Pacer(100);
    pacer.throttled(T0, 100);
    expect(pacer.rate).toBeCloseTo(80);
    pacer.throttled(T0 + 1000, 80);
    expect(pacer.rate).toBeCloseTo(64);
  });

  test('says it once a second, however many refusals one overload brings', () => {
    const pacer = new Pacer(100);
    for (let i = 0; i < 100; i++) pacer.throttled(T0 + i, 100);
    expect(pacer.rate).toBeCloseTo(80);
  });

  test('is believed by what it carried, not by what was contracted', () => {
    const pacer = new Pacer(500);
    pacer.throttled(T0, 30);
    expect(pacer.rate).toBeCloseTo(24);
  });

  test('has a limit where none was contracted, and is never sent less than one a second', () => {
    const pacer = new Pacer(undefined);
    pacer.throttled(T0, 0);
    expect(pacer.rate).toBe(1);
    for (let second = 1; second < 20; second++) pacer.throttled(T0 + second * 1000, 0);
    expect(pacer.rate).toBe(1);
  });

  test('is not made to wait for what left before, while there was no limit', () => {
    const pacer = new Pacer(undefined);
    for (let i = 0; i < 10_000; i++) pacer.take(T0 + i);
    pacer.throttled(T0 + 10_000, 1000);
    expect(pacer.waitMs(T0 + 10_000)).toBeLessThan(5);
  });

  test('is sent more again little by little, up to the contract, and no more', () => {
    const pacer = new Pacer(100);
    pacer.throttled(T0, 100);
    let rate = pacer.rate ?? 0;
    for (let ms = 1000; ms < 30_000; ms += 500) {
      pacer.waitMs(T0 + ms);
      expect(pacer.rate).toBeGreaterThanOrEqual(rate);
      expect(pacer.rate).toBeLessThanOrEqual(100);
      rate = pacer.rate ?? 0;
    }
    expect(rate).toBe(100);
  });

  test('is found at its hidden limit: no less than 70 % of it is used, and one in ten at most is refused', () => {
    const limit = 40;
    const pacer = new Pacer(undefined);
    const took: number[] = [];
    let refused = 0;
    let now = T0;
    while (now < T0 + 120_000) {
      const wait = pacer.waitMs(now);
      if (wait > 0) {
        now += Math.ceil(wait);
        continue;
      }
      pacer.take(now);
      if (took.filter((at) => at > now - 1000).length < limit) took.push(now);
      else {
        refused++;
        pacer.throttled(now, took.filter((at) => at > now - 1000).length);
        now += 1;
      }
    }
    expect(took.length).toBeGreaterThan(limit * 120 * 0.7);
    expect(refused).toBeLessThan(took.length / 10);
  });
});
