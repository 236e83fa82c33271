import { describe, expect, test } from 'vitest';
import { Meter } from '../../../../src/dispatch/route/meter.ts';

const T0 = Date.UTC(2026, 0, 1);
/** Accepts so many parts a second, evenly, and reads the rate every 100 ms as the send loop does. */
const carry = (meter: Meter, from: number, ms: number, perSecond: number): void => {
  for (let at = 0; at < ms; at += 100) {
    for (let i = 0; i < perSecond / 10; i++) meter.accepted(from + at, 40);
    meter.rate(from + at);
  }
};

describe('the rate of a route', () => {
  test('is 0 before any part was accepted', () => {
    expect(new Meter().rate(T0)).toBe(0);
  });

  test.each([10, 100, 2000])('is %i parts a second when so many are accepted', (perSecond) => {
    const meter = new Meter();
    carry(meter, T0, 10_000, perSecond);
    expect(meter.rate(T0 + 10_000)).toBeGreaterThan(perSecond * 0.85);
    expect(meter.rate(T0 + 10_000)).toBeLessThan(perSecond * 1.15);
  });

  test('is above 80 parts/s when 100 parts were accepted in the first second', () => {
    const meter = new Meter();
    carry(meter, T0, 1000, 100);
    expect(meter.rate(T0 + 1000)).toBeGreaterThan(80);
  });

  test('does not count parts older than five seconds', () => {
    const meter = new Meter();
    carry(meter, T0, 5000, 1000);
    expect(meter.rate(T0 + 5000 + 5500)).toBe(0);
  });

  test('counts from the first part after a silence, even if the rate was read during the silence', () => {
    const meter = new Meter();
    carry(meter, T0, 5000, 100);
    for (let ms = 5000; ms < 60_000; ms += 250) meter.rate(T0 + ms);
    carry(meter, T0 + 60_000, 1000, 100);
    expect(meter.rate(T0 + 61_000)).toBeGreaterThan(80);
  });

  test('is not 0 after the clock is set back by an hour', () => {
    const meter = new Meter();
    carry(meter, T0, 2000, 100);
    carry(meter, T0 - 3_600_000, 2000, 100);
    expect(meter.rate(T0 - 3_600_000 + 2000)).toBeGreaterThan(0);
  });
});

describe('what the last seconds allow to believe of a route', () => {
  test('is no less than its pace while it carries evenly', () => {
    const meter = new Meter();
    for (const perSecond of [10, 100, 2000]) {
      carry(meter, T0, 10_000, perSecond);
      expect(meter.latelyAtMost(T0 + 10_000)).toBeGreaterThan(perSecond * 0.95);
    }
  });

  test('is near its new pace two seconds after a carrier slowed from 100 to 10 parts a second', () => {
    const meter = new Meter();
    carry(meter, T0, 10_000, 100);
    carry(meter, T0 + 10_000, 2500, 10);
    expect(meter.rate(T0 + 12_500)).toBeGreaterThan(40);
    expect(meter.latelyAtMost(T0 + 12_500)).toBeLessThan(20);
    expect(meter.latelyAtMost(T0 + 12_500)).toBeGreaterThan(9);
  });

  test('is not bounded for a route that has only begun, nor by a silence, nor where answers take as long', () => {
    const meter = new Meter();
    expect(meter.latelyAtMost(T0)).toBe(Number.POSITIVE_INFINITY);
    carry(meter, T0, 1000, 100);
    expect(meter.latelyAtMost(T0 + 1000)).toBe(Number.POSITIVE_INFINITY);
    expect(meter.latelyAtMost(T0 + 60_000)).toBe(Number.POSITIVE_INFINITY);
    const slow = new Meter();
    for (let round = 0; round < 5; round++)
      for (let i = 0; i < 10; i++) slow.accepted(T0 + round * 4900, 4900);
    expect(slow.latelyAtMost(T0 + 5 * 4900)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('the latency of a route', () => {
  test('is unknown before the first answer, and then the time of that answer', () => {
    const meter = new Meter();
    expect(meter.latencyMs).toBeUndefined();
    meter.accepted(T0, 70);
    expect(meter.latencyMs).toBe(70);
  });

  test('moves by a tenth of the difference with each answer', () => {
    const meter = new Meter();
    meter.accepted(T0, 100);
    meter.accepted(T0, 1100);
    expect(meter.latencyMs).toBe(200);
    for (let i = 0; i < 100; i++) meter.accepted(T0 + i, 1100);
    expect(meter.latencyMs).toBeGreaterThan(1090);
  });
});

describe('a route that takes nothing any more', () => {
  test('counts as failing from its first refusal on, for as long as nothing is accepted', () => {
    const meter = new Meter();
    expect(meter.failingMs(T0)).toBe(0);
    meter.accepted(T0, 40);
    expect(meter.failingMs(T0 + 60_000)).toBe(0);
    meter.notTaken(T0 + 60_000, T0 + 60_000);
    meter.notTaken(T0 + 63_000, T0 + 63_000);
    expect(meter.failingMs(T0 + 65_000)).toBe(5000);
    meter.accepted(T0 + 66_000, 40);
    expect(meter.failingMs(T0 + 70_000)).toBe(0);
  });

  test('that accepts a part late counts as slow as that part was, and as taking parts again', () => {
    const meter = new Meter();
    meter.notTaken(T0 + 30_000, T0);
    meter.acceptedLate(T0 + 60_000);
    expect(meter.latencyMs).toBe(60_000);
    expect(meter.failingMs(T0 + 60_000)).toBe(0);
  });
});
