import { describe, expect, test } from 'vitest';
import { type KnownLimit, knownLimits } from '../../../../scripts/lib/limits/known-limits.ts';
import { limitCells } from '../../../../scripts/lib/limits/limit-table.ts';
import { limitTrial, type Second, sumOf } from '../../../../scripts/lib/limits/limit-trial.ts';
import { Pacer } from '../../../../src/dispatch/route/pacer.ts';
import { type LimitFigures, Limits } from '../../../../src/sim/smsc/carrier/named-limits.ts';
import { seededRandom } from '../../../../src/sim/smsc/carrier/random.ts';
import { Status } from '../../../../src/sim/smsc/pdu/protocol.ts';

const T0 = Date.UTC(2026, 0, 1);
const TWO_PARTS_OF_5 = 450;
/** A part that is refused is a whole one: of 150 parts in 30 s, 1 % is less than two. */
const WHOLE_PARTS = 6;

const against = (figures: LimitFigures, seconds: number, roundTripMs = 1, contract?: number) =>
  limitTrial(
    new Pacer(contract),
    new Limits([figures], seededRandom(1)),
    { roundTripMs, window: 1000 },
    seconds,
    T0,
  );

const boundsOf = ({ possible }: KnownLimit) => possible ?? { used: 0.95, refusedShare: 0.01 };

/** Seconds from the change until two in a row carry 90 % of the new limit. */
const foundAfter = (seconds: readonly Second[], changedAtS: number, limit: number): number => {
  const index = seconds.findIndex((second, at) => {
    const two = second.accepted + (seconds[at + 1]?.accepted ?? 0);
    return at >= changedAtS && two >= 2 * 0.9 * limit;
  });
  return index === -1 ? Number.POSITIVE_INFINITY : index - changedAtS;
};

describe('a limit that the carrier does not tell', () => {
  test.each(knownLimits)(
    '($says) is used after 10 s with few parts refused, at 5 to 1000 parts/s and round trips of 1 to 200 ms',
    (known) => {
      const bounds = boundsOf(known);
      for (const cell of limitCells(known, false)) {
        const where = `${cell.perSecond}/s at ${cell.roundTripMs} ms`;
        const whole = WHOLE_PARTS / (cell.perSecond * 30);
        const leeway = cell.perSecond < 150 ? 0.03 : 0;
        expect(cell.used, `used of ${where}`).toBeGreaterThanOrEqual(bounds.used - leeway);
        expect(cell.refusedShare, `refused of ${where}`).toBeLessThanOrEqual(
          bounds.refusedShare + whole + 0.003,
        );
      }
    },
  );

  test.each(knownLimits)(
    '($says) lets a critical part leave after one or two other parts, or at the next try',
    (known) => {
      for (const cell of limitCells(known, false)) {
        const parts = (TWO_PARTS_OF_5 * 5) / cell.perSecond;
        const paused = known.possible === undefined ? 150 : 1200;
        expect(cell.criticalWaitMs, `${cell.perSecond}/s at ${cell.roundTripMs} ms`).toBeLessThanOrEqual(
          parts + paused,
        );
      }
    },
  );

  test('of a sliding second is used even if gateway and carrier pause for 10 to 90 ms four times a second', () => {
    const [sliding] = knownLimits;
    if (sliding === undefined) throw new Error('there is none');
    for (const { perSecond, used, refusedShare } of limitCells(sliding, true)) {
      expect(used).toBeGreaterThanOrEqual(0.86);
      expect(refusedShare).toBeLessThanOrEqual(0.015 + WHOLE_PARTS / (perSecond * 30));
    }
  });

  test('below the contracted rate is found, and the contracted rate is used again when the limit is lifted', () => {
    const figures = { name: 'sliding', perSecond: 50, changesAfterMs: 20_000, factor: 200 } as const;
    const course = against(figures, 50, 50, 500);
    expect(sumOf(course, 10, 20).accepted).toBeGreaterThanOrEqual(50 * 10 * 0.95);
    expect(sumOf(course, 40, 50).accepted).toBeGreaterThanOrEqual(500 * 10 * 0.99);
    expect(Math.max(...course.seconds.map(({ accepted }) => accepted))).toBeLessThanOrEqual(500);
  });
});

describe('a carrier that has been out of order, or so busy that it took next to nothing', () => {
  test.each([
    [0.001, 3],
    [0.001, 7],
    [0.001, 60],
    [1, 60],
    [2, 60],
  ])(
    'and took %f parts/s for %i s carries nine tenths of its 1000 parts/s within 40 s',
    (perSecond, forS) => {
      const factor = 1000 / perSecond;
      const figures = { name: 'sliding', perSecond, changesAfterMs: forS * 1000, factor } as const;
      const course = against(figures, forS + 50, 50);
      expect(sumOf(course, forS + 40, forS + 50).accepted).toBeGreaterThanOrEqual(9000);
    },
  );
});

/** Refuses everything for some seconds, as a carrier that is restarted does. */
class OutOfOrder extends Limits {
  readonly #fromMs: number;
  readonly #untilMs: number;

  constructor(figures: LimitFigures, fromS: number, forS: number) {
    super([figures], seededRandom(1));
    this.#fromMs = T0 + fromS * 1000;
    this.#untilMs = this.#fromMs + forS * 1000;
  }

  override rule(nowMs: number) {
    const isOut = nowMs >= this.#fromMs && nowMs < this.#untilMs;
    return isOut ? { status: Status.throttled, delayMs: 0 } : super.rule(nowMs);
  }
}

describe('a carrier that refuses everything for some seconds and then lifts its limit to 1000 parts/s', () => {
  test.each([
    [20, 1],
    [20, 7],
    [100, 1],
    [100, 3],
    [100, 7],
  ])('from %i/s, after refusals for %i s, is sent parts at the new rate within 20 s', (perSecond, forS) => {
    const endS = 20 + forS;
    const change = { changesAfterMs: endS * 1000, factor: 1000 / perSecond };
    const limits = new OutOfOrder({ name: 'sliding', perSecond, ...change }, 20, forS);
    const link = { roundTripMs: 20, window: 1000 };
    const { seconds } = limitTrial(new Pacer(undefined), limits, link, endS + 60, T0);
    expect(foundAfter(seconds, endS, 1000)).toBeLessThanOrEqual(20);
  });
});

describe('a limit on the parts per second that is lifted', () => {
  const lifts = (['sliding', 'bucket', 'fixed'] as const).flatMap((name) =>
    [100, 150, 500].flatMap((from) => [2, 10].map((factor) => ({ name, from, factor }))),
  );

  test.each(lifts)('from $from/s ($name) to $factor times that is used within 6 s of the lift', (lift) => {
    const { name, from, factor } = lift;
    const found = [20_100, 21_300, 22_700].map((changesAfterMs) => {
      const course = against({ name, perSecond: from, changesAfterMs, factor }, 45);
      return foundAfter(course.seconds, Math.ceil(changesAfterMs / 1000), from * factor);
    });
    expect(found.toSorted((a, b) => a - b)[1]).toBeLessThanOrEqual(6);
  });
});

describe('a limit on the parts per second that is lowered', () => {
  test.each([
    [2000, 0.1],
    [2000, 0.01],
    [200, 0.1],
  ])('from %i/s to %f of it is kept to after 5 s', (perSecond, factor) => {
    const course = against({ name: 'sliding', perSecond, changesAfterMs: 20_000, factor }, 60);
    const { accepted, refusedShare } = sumOf(course, 30, 60);
    expect(accepted).toBeGreaterThanOrEqual(perSecond * factor * 30 * 0.93);
    expect(refusedShare).toBeLessThanOrEqual(0.015);
  });
});

describe('a carrier that throttles', () => {
  test('every part is tried with one part at a time, ever more rarely, and a critical part may leave before the pause ends', () => {
    const pacer = new Pacer(undefined);
    let tries = 0;
    let longestMs = 0;
    let leftAt = 0;
    for (let ms = 0; ms < 120_000; ms++) {
      if (pacer.waitMs(T0 + ms, false) > 0) continue;
      pacer.throttled(pacer.take(T0 + ms), 0, T0 + ms);
      tries++;
      longestMs = ms - leftAt;
      leftAt = ms;
    }
    expect(tries).toBeLessThan(60);
    expect(longestMs).toBeGreaterThan(20_000);
    expect(pacer.ahead).toBe(1);
    const wait = pacer.waitMs(T0 + 120_000, true);
    expect(wait).toBeLessThanOrEqual(8000);
    pacer.answered(pacer.take(T0 + 130_000), 5, T0 + 130_005);
    expect(pacer.waitMs(T0 + 131_100, false)).toBe(0);
  });

  test('every part and never answers the next try is tried again after 2 s', () => {
    const pacer = new Pacer(undefined);
    for (let ms = 0; ms < 200; ms++) {
      if (pacer.waitMs(T0 + ms, false) === 0) pacer.throttled(pacer.take(T0 + ms), 0, T0 + ms);
    }
    for (let ms = 200; pacer.waitMs(T0 + ms, false) > 0; ms++) expect(ms).toBeLessThan(10_000);
    pacer.take(T0 + 10_000);
    expect(pacer.waitMs(T0 + 10_001, true)).toBeGreaterThan(0);
    expect(pacer.waitMs(T0 + 12_001, true)).toBe(0);
  });

  test('one part in 200 is not sent fewer parts', () => {
    const course = limitTrial(
      new Pacer(undefined),
      new Limits([{ name: 'noise', share: 0.005 }], seededRandom(5)),
      { roundTripMs: 50, window: 100 },
      20,
      T0,
    );
    // The window's own rate.
    expect(sumOf(course, 5, 20).accepted).toBeGreaterThan(15 * 2000 * 0.9);
  });

  test('is not tried above its limit while no more messages wait', () => {
    const pacer = new Pacer(undefined);
    for (let ms = 0; ms < 100; ms++) {
      if (pacer.waitMs(T0 + ms, false) === 0) pacer.throttled(pacer.take(T0 + ms), 0, T0 + ms);
    }
    for (let second = 2; second < 60; second++) {
      if (pacer.waitMs(T0 + second * 1000, false) > 0) continue;
      pacer.answered(pacer.take(T0 + second * 1000), 10, T0 + second * 1000 + 10);
    }
    expect(pacer.rate).toBeLessThanOrEqual(100);
  });

  test('is sent parts at its limit, and is sent parts after the clock is set back by an hour', () => {
    const course = against({ name: 'sliding', perSecond: 100 }, 20);
    expect(sumOf(course, 10, 20).accepted).toBeGreaterThan(900);
    const pacer = new Pacer(undefined);
    let left = 0;
    for (const from of [T0, T0 - 3_600_000]) {
      for (let ms = 0; ms < 3000; ms++) {
        if (pacer.waitMs(from + ms, false) > 0) continue;
        pacer.answered(pacer.take(from + ms), 0, from + ms);
        left++;
      }
    }
    expect(left).toBeGreaterThan(600);
  });
});
