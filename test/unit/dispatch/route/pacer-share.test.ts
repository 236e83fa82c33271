import { describe, expect, test } from 'vitest';
import { ContractWindow } from '../../../../src/dispatch/route/contract-window.ts';
import { Pacer } from '../../../../src/dispatch/route/pacer.ts';

const FOREVER = Number.POSITIVE_INFINITY;

const share = (parts: number, until = FOREVER) => ({ parts, until, elsewhere: 0 });
/** When parts leave while there is always one, ms. */
const run = (pacer: Pacer, from: number, ms: number): number[] => {
  const left: number[] = [];
  for (let now = from; now < from + ms; now++)
    while (pacer.waitMs(now, false) <= 0) {
      pacer.take(now);
      left.push(now);
    }
  return left;
};
const mostInASecond = (left: readonly number[]): number =>
  Math.max(...left.map((at) => left.filter((other) => other >= at && other < at + 1000).length));

describe('the share of a contract', () => {
  test('is the rate by which parts leave', () => {
    const pacer = new Pacer(100);
    pacer.shareTo(share(30));
    expect(pacer.rate).toBe(30);
    const left = run(pacer, 0, 10_000);
    expect(left.length).toBeGreaterThan(290);
    expect(mostInASecond(left)).toBe(30);
  });

  test('of 0 lets nothing leave, at no time', () => {
    const pacer = new Pacer(100);
    pacer.shareTo(share(0));
    expect(pacer.waitMs(0, true)).toBe(FOREVER);
    expect(pacer.shareAt(0)).toBe(0);
    expect(run(pacer, 0, 3000)).toEqual([]);
  });

  test('ends when it is not confirmed in time, by the clock alone', () => {
    const pacer = new Pacer(100);
    pacer.shareTo(share(100, 6000));
    expect(pacer.waitMs(5999, false)).toBe(0);
    expect(pacer.isWithoutShare(5999)).toBe(false);
    expect(pacer.waitMs(6000, true)).toBe(FOREVER);
    expect(pacer.shareAt(6000)).toBe(0);
  });

  test('that becomes smaller counts the parts that left in the last second', () => {
    const pacer = new Pacer(100);
    pacer.shareTo(share(100));
    run(pacer, 0, 2000);
    pacer.shareTo(share(20));
    const left = run(pacer, 2000, 3000);
    expect(left[0]).toBeGreaterThan(2700);
    expect(mostInASecond(left)).toBeLessThanOrEqual(20);
  });

  test('that becomes larger again also counts the parts that left by the larger one before', () => {
    const window = new ContractWindow(100);
    for (let serial = 0; serial < 100; serial++) window.take(serial, serial);
    window.share(20);
    expect(window.waitMs(100)).toBe(982);
    window.share(100);
    expect(window.waitMs(100)).toBe(902);
    window.share(50);
    window.take(100, 1082);
    window.share(100);
    expect(window.waitMs(1082)).toBe(-79);
  });

  test('of all places is the contract itself, and is not shown as a share', () => {
    const pacer = new Pacer(50.7);
    pacer.shareTo(share(50));
    expect(pacer.rate).toBe(50.7);
    expect(pacer.shareAt(0)).toBeUndefined();
    pacer.shareTo(share(49));
    expect(pacer.shareAt(0)).toBe(49);
    const slow = new Pacer(0.5);
    slow.shareTo(share(1));
    expect(slow.rate).toBe(0.5);
  });

  test('stays when the contract is renewed, and is no more than the new contract', () => {
    const pacer = new Pacer(100);
    pacer.shareTo(share(40));
    pacer.renew(200);
    expect(pacer.rate).toBe(40);
    pacer.renew(10);
    expect(pacer.rate).toBe(10);
    expect(mostInASecond(run(pacer, 0, 3000))).toBeLessThanOrEqual(10);
  });

  test('is ignored by a route without a contract', () => {
    const pacer = new Pacer(undefined);
    pacer.shareTo(share(0));
    expect(pacer.waitMs(0, false)).toBe(0);
    expect(pacer.shareAt(0)).toBeUndefined();
  });
});

describe('a hidden limit below the contract', () => {
  /** A carrier that accepts 40 parts in any second and refuses the others, for so long. */
  const carrier = (pacer: Pacer, from: number, ms: number, accepted: number[]): void => {
    for (const now of Array.from({ length: ms }, (_, index) => from + index))
      while (pacer.waitMs(now, false) <= 0) {
        const serial = pacer.take(now);
        const lately = accepted.filter((at) => at > now - 1000).length;
        if (lately >= 40) pacer.throttled(serial, 1, now + 1);
        else {
          accepted.push(now);
          pacer.answered(serial, 1, now + 1);
        }
      }
  };

  test('is still known after the share was smaller than the limit', () => {
    const pacer = new Pacer(100);
    pacer.shareTo(share(100));
    const accepted: number[] = [];
    carrier(pacer, 0, 10_000, accepted);
    const found = pacer.foundLimit;
    expect(found).toBeGreaterThan(35);
    expect(found).toBeLessThan(45);
    pacer.shareTo(share(10));
    carrier(pacer, 10_000, 60_000, accepted);
    expect(pacer.rate).toBe(10);
    pacer.shareTo(share(100));
    expect(pacer.foundLimit).toBe(found);
    expect(pacer.rate).toBeLessThan(45);
  });
});
