import { describe, expect, test } from 'vitest';
import { Pacer } from '../../../src/dispatch/pacer.ts';
import { type CarrierModel, runAgainst, type Second } from '../../support/dispatch/model-carrier.ts';

const T0 = Date.UTC(2026, 0, 1);

const against = (
  own: Partial<CarrierModel> & Pick<CarrierModel, 'limit'>,
  seconds: number,
  contract?: number,
) =>
  runAgainst(new Pacer(contract), { bankSeconds: 1, latencyMs: () => 50, window: 1000, ...own }, seconds, T0);

const sum = (seconds: readonly Second[]) => {
  const accepted = seconds.reduce((total, second) => total + second.accepted, 0);
  const throttled = seconds.reduce((total, second) => total + second.throttled, 0);
  return { accepted, throttled, share: throttled / (accepted + throttled) };
};

/** Seconds from the step until two in a row carry what the new limit allows. */
const recoveredAfter = (seconds: readonly Second[], stepAt: number, limit: number): number => {
  const since = seconds.slice(Math.ceil(stepAt));
  const index = since.findIndex(({ accepted }, second) => {
    const two = accepted + (since[second + 1]?.accepted ?? 0);
    return two >= 2 * 0.95 * limit && two <= 2 * 1.06 * limit;
  });
  return index + Math.ceil(stepAt) - stepAt;
};

describe('a limit that nobody told', () => {
  const limits = [20, 200, 2000];
  const latencies = [5, 50, 200];
  const cases = limits.flatMap((limit) => latencies.map((latencyMs) => ({ limit, latencyMs })));

  describe.each([1, 0.2])('of a carrier that lets %d s of unused parts be made up for', (bankSeconds) => {
    test.each(cases)(
      'of $limit/s at $latencyMs ms is used for 95 in 100 after 10 s, and under 1 % refused',
      ({ limit, latencyMs }) => {
        const seconds = against({ limit: () => limit, bankSeconds, latencyMs: () => latencyMs }, 60);
        const { accepted, share } = sum(seconds.slice(10));
        expect(accepted).toBeGreaterThanOrEqual(limit * 50 * 0.95);
        expect(share).toBeLessThan(0.01);
      },
    );
  });

  test('is found though each answer takes another time', () => {
    let turn = 0;
    const latencyMs = () => [5, 200, 60, 110, 20][turn++ % 5] ?? 0;
    const { accepted, share } = sum(against({ limit: () => 200, latencyMs }, 60).slice(10));
    expect(accepted).toBeGreaterThanOrEqual(200 * 50 * 0.95);
    expect(share).toBeLessThan(0.01);
  });

  test('below the contract is found, and the contract is used again once it is gone', () => {
    const limit = (ms: number) => (ms < 20_000 ? 50 : 10_000);
    const seconds = against({ limit }, 40, 500);
    expect(sum(seconds.slice(10, 20)).accepted).toBeGreaterThanOrEqual(50 * 10 * 0.95);
    expect(sum(seconds.slice(30)).accepted).toBeGreaterThanOrEqual(500 * 10 * 0.99);
    expect(Math.max(...seconds.map(({ accepted }) => accepted))).toBeLessThanOrEqual(500);
  });
});

describe('a limit that is lifted', () => {
  test.each(
    [100, 200].flatMap((limit) =>
      [5, 50, 200].flatMap((latencyMs) => [20.1, 20.9, 21.5, 22.3].map((at) => ({ limit, latencyMs, at }))),
    ),
  )(
    'from $limit/s to ten times that, after $at s at $latencyMs ms, is used again within 5 s, or 7 where answers are slow',
    (step) => {
      const { limit: before, latencyMs, at } = step;
      const limit = (ms: number) => (ms < at * 1000 ? before : before * 10);
      const seconds = against({ limit, latencyMs: () => latencyMs }, 40);
      expect(recoveredAfter(seconds, at, before * 10)).toBeLessThanOrEqual(latencyMs > 50 ? 7 : 5);
    },
  );
});

describe('a carrier that let through next to nothing', () => {
  test.each([5, 60])('of 1/s for %i s is used again, at 500/s, within 15 s', (forSeconds) => {
    const at = 20.5;
    const until = at + forSeconds;
    const limit = (ms: number) => (ms < at * 1000 || ms > until * 1000 ? 500 : 1);
    const seconds = against({ limit }, until + 30);
    expect(recoveredAfter(seconds, until, 500)).toBeGreaterThan(0);
    expect(recoveredAfter(seconds, until, 500)).toBeLessThanOrEqual(15);
  });
});

describe('a carrier that refuses 3 in 100 for no reason', () => {
  test.each([0, 20_000])('from %i ms on, for 5 s, is used again within 12 s', (from) => {
    let turn = 0;
    const refuses = (ms: number) => ms >= from && ms < from + 5000 && ++turn % 33 === 1;
    const seconds = against({ limit: () => 500, refuses }, 60);
    expect(recoveredAfter(seconds, from / 1000 + 5, 500)).toBeGreaterThanOrEqual(0);
    expect(recoveredAfter(seconds, from / 1000 + 5, 500)).toBeLessThanOrEqual(12);
  });
});

describe('a limit that is lowered', () => {
  test.each([
    [2000, 200],
    [2000, 20],
    [200, 20],
  ])('from %i/s to %i is found within 2 s', (before, after) => {
    const seconds = against({ limit: (ms) => (ms < 20_000 ? before : after) }, 60);
    expect(recoveredAfter(seconds, 20, after)).toBeLessThanOrEqual(2);
    const { accepted, share } = sum(seconds.slice(30));
    expect(accepted).toBeGreaterThanOrEqual(after * 30 * 0.95);
    expect(share).toBeLessThan(0.01);
  });
});

describe('a carrier that says "slower"', () => {
  test('says it once, however many of the parts in flight it refuses', () => {
    const pacer = new Pacer(100);
    const serials = Array.from({ length: 50 }, () => pacer.take(T0));
    for (const serial of serials) pacer.throttled(serial, 10, T0 + 10, 100);
    expect(pacer.rate).toBeCloseTo(99);
  });

  test('is believed by what it carried, not by what was contracted', () => {
    const pacer = new Pacer(500);
    pacer.throttled(pacer.take(T0), 10, T0 + 10, 30);
    expect(pacer.rate).toBeCloseTo(29.7);
  });

  test('is never sent less than one a second or so, whatever it refuses', () => {
    const pacer = new Pacer(undefined);
    for (let second = 0; second < 60; second++) {
      pacer.throttled(pacer.take(T0 + second * 1000), 10, T0 + second * 1000 + 10, 0);
    }
    expect(pacer.rate).toBeGreaterThan(0.9);
  });

  test('is not sent more while nothing more waits', () => {
    const pacer = new Pacer(undefined);
    pacer.throttled(pacer.take(T0), 10, T0 + 10, 100);
    for (let second = 1; second < 60; second++) {
      expect(pacer.waitMs(T0 + second * 1000)).toBe(0);
      pacer.answered(pacer.take(T0 + second * 1000), 10, T0 + second * 1000 + 10);
    }
    expect(pacer.rate).toBeCloseTo(99);
  });

  test('is still believed when the clock is set back', () => {
    const pacer = new Pacer(undefined);
    pacer.throttled(pacer.take(T0), 10, T0 + 10, 100);
    pacer.throttled(pacer.take(T0 - 60_000), 10, T0 - 60_000, 100);
    expect(pacer.rate).toBeGreaterThan(50);
    expect(pacer.rate).toBeLessThan(100);
  });
});
