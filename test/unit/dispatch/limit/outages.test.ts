import { describe, expect, test } from 'vitest';
import { Outages } from '../../../../src/dispatch/limit/outages.ts';

/** So many seconds at a rate, each part accepted, then silence: the limit that is left. */
const outage = (outages: Outages, limit: number, from: number, seconds: number, silentMs: number): number => {
  outages.over(from);
  for (let part = 0; part < limit * seconds; part++) outages.accepted();
  const before = Math.round(limit * Math.min(1, seconds));
  return outages.lowered(limit, before, silentMs, from + seconds * 1000 + silentMs);
};

describe('a carrier that was silent', () => {
  test('after a part of a second in which little was accepted leaves the limit as it is, once', () => {
    const outages = new Outages();
    expect(outage(outages, 150, 0, 0.1, 1000)).toBe(150);
    expect(outage(outages, 150, 2000, 0.1, 1000)).toBeCloseTo(15);
  });

  test('again and again, though ever more seldom, is given ever less: no burst of a busy machine is punished any more', () => {
    const outages = new Outages();
    let limit = 150;
    for (let count = 0; count < 4; count++)
      limit = outage(outages, limit, count * 100_000, 5 * 2 ** count, 5000);
    expect(limit).toBeLessThan(120);
    expect(limit).toBeGreaterThan(105);
  });

  test('whatever the rate is gets its old limit back, once it was lowered twice in vain', () => {
    const outages = new Outages();
    const limits = [150];
    for (let count = 0; count < 3; count++) {
      limits.push(outage(outages, limits.at(-1) ?? 0, count * 100_000, 5, 1500));
    }
    expect(limits[1]).toBeLessThan(146);
    expect(limits[2]).toBeLessThan(limits[1] ?? 0);
    expect(limits[3]).toBe(150);
  });
});
