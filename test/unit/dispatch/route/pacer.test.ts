import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Pacer } from '../../../../src/dispatch/route/pacer.ts';

const T0 = Date.UTC(2026, 0, 1);

/** Times at which parts leave when there is always one, and each timer is late by what `lateMs` gives next. */
const run = (pacer: Pacer, ms: number, lateMs: () => number, from = T0): number[] => {
  const left: number[] = [];
  let now = from;
  while (now < from + ms) {
    const wait = pacer.waitMs(now, false);
    if (wait > 0) {
      now += Math.ceil(wait) + lateMs();
      continue;
    }
    pacer.take(now);
    left.push(now);
  }
  return left;
};

/** The largest number of parts that left within any one second. */
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

/** As the carrier's clock sees them: each arrives `delayMs` after it left, in order, and its answer comes at once. */
const arrivals = (pacer: Pacer, ms: number, delayMs: (at: number) => number): number[] => {
  const arrived: number[] = [];
  const answers: { readonly at: number; readonly serial: number; readonly latencyMs: number }[] = [];
  for (let now = T0; now < T0 + ms; now++) {
    while ((answers[0]?.at ?? Number.POSITIVE_INFINITY) <= now) {
      const answer = answers.shift();
      if (answer !== undefined) pacer.answered(answer.serial, answer.latencyMs, now);
    }
    while (pacer.waitMs(now, false) === 0) {
      const serial = pacer.take(now);
      const at = Math.max(arrived.at(-1) ?? 0, now + delayMs(now));
      arrived.push(at);
      answers.push({ at, serial, latencyMs: at - now });
    }
  }
  return arrived;
};

describe('a contracted rate, by the clock of the carrier', () => {
  test.each([10, 200, 1000])('of %i/s is never exceeded, even if the link stalls for 500 ms', (rate) => {
    // Half a second each half minute: what left meanwhile arrives in a heap.
    const stalls = (at: number) => (at % 30_000 > 29_500 ? 30_000 - (at % 30_000) : 3);
    const arrived = arrivals(new Pacer(rate), 60_000, stalls);
    expect(mostInASecond(arrived)).toBeLessThanOrEqual(rate);
    expect(arrived.length).toBeGreaterThan(rate * 60 * 0.98);
  });

  test.each([10, 200, 1000])(
    'of %i/s is used to 99 in 100 parts, even if the delay of the link varies',
    (rate) => {
      const varies = inTurn([3, 9, 4, 17, 3, 25, 6, 40, 11, 3, 8]);
      const arrived = arrivals(new Pacer(rate), 60_000, varies);
      expect(arrived.length).toBeGreaterThanOrEqual(Math.floor(rate * 60 * 0.99));
    },
  );
});

describe('a contracted rate', () => {
  test('is never exceeded in any window of one second, even if timers are late by up to 400 ms', () => {
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
    'of %i/s is used to 99 in 100 parts over a minute, even if timers are late by up to 4 ms',
    (rate) => {
      // 99 in 100.
      const left = run(new Pacer(rate), 60_000, inTurn([0, 1, 4, 2, 0, 3, 1, 1]));
      expect(left.length).toBeGreaterThanOrEqual(Math.floor(rate * 60 * 0.99));
      expect(mostInASecond(left)).toBeLessThanOrEqual(rate);
    },
  );

  test('is not exceeded after a silence: parts that were not sent are not saved up', () => {
    const pacer = new Pacer(100);
    run(pacer, 2000, () => 0);
    const left = run(pacer, 3000, () => 0, T0 + 3_600_000);
    expect(mostInASecond(left)).toBeLessThanOrEqual(100);
  });

  test('is spread over the second: at 1000/s no tenth of a second has more than 125 parts', () => {
    const left = run(new Pacer(1000), 2000, () => 1);
    for (let from = T0; from < T0 + 1900; from += 100) {
      expect(left.filter((at) => at >= from && at < from + 100).length).toBeLessThanOrEqual(125);
    }
  });

  test('of 0.2/s lets one part leave every 5 s', () => {
    const left = run(new Pacer(0.2), 60_000, () => 0);
    expect(left.length).toBeGreaterThanOrEqual(12);
    expect(left.length).toBeLessThanOrEqual(13);
    for (const [index, at] of left.entries()) {
      if (index > 0) expect(at - (left[index - 1] ?? 0)).toBeGreaterThanOrEqual(4900);
    }
  });

  test('that is not configured lets ten parts leave at once, then one for each accepted part', () => {
    const pacer = new Pacer(undefined);
    const takeAll = (ms: number): number[] => {
      const serials: number[] = [];
      while (pacer.waitMs(T0 + ms, false) === 0) serials.push(pacer.take(T0 + ms));
      return serials;
    };
    const first = takeAll(0);
    expect(first).toHaveLength(10);
    for (const serial of first) pacer.answered(serial, 1, T0 + 1);
    expect(takeAll(1)).toHaveLength(10);
    expect(pacer.ahead).toBe(Number.POSITIVE_INFINITY);
  });

  test('that is not configured is replaced by a rate that doubles from 100/s, also with a latency of 200 ms', () => {
    const pacer = new Pacer(undefined);
    const left: number[] = [];
    const sent: { readonly at: number; readonly serial: number }[] = [];
    for (let ms = 0; ms < 2000; ms++) {
      while ((sent[0]?.at ?? Number.POSITIVE_INFINITY) <= ms - 200) {
        const part = sent.shift();
        if (part !== undefined) pacer.answered(part.serial, 200, T0 + ms);
      }
      while (pacer.waitMs(T0 + ms, false) === 0) {
        sent.push({ at: ms, serial: pacer.take(T0 + ms) });
        left.push(ms);
      }
    }
    expect(left.filter((ms) => ms >= 1500).length).toBeGreaterThan(2000);
  });

  test('lets only as many parts be held ready as leave at once: 40 at 1000/s, one at 1/s', () => {
    expect(new Pacer(1000).ahead).toBe(40);
    expect(new Pacer(1).ahead).toBe(1);
  });
});
