import { describe, expect, test } from 'vitest';
import { FAULTS } from './faults.ts';
import { fateBy, planOf } from './plan.ts';
import type { SubmitSm } from './submit-sm.ts';

const PLANS = Array.from({ length: 150 }, (_, seed) => planOf(seed));

describe('the plan of a chaos run', () => {
  test('is the same for the same seed', () => {
    expect(planOf(7)).toEqual(planOf(7));
    expect(planOf(8).messages).not.toEqual(planOf(7).messages);
  });

  test('has two different faults, and each fault is in the plan of some seed', () => {
    const pairs = PLANS.map(({ faults }) => faults);
    expect(pairs.filter(([first, second]) => first === second)).toEqual([]);
    expect(new Set(pairs.flat())).toEqual(new Set(FAULTS));
  });

  test('writes only to numbers that are reserved for fiction', () => {
    const strangers = PLANS.flatMap(({ messages }) => messages).filter(
      ({ to }) => !/^\+3363998\d{4}$/.test(to),
    );
    expect(strangers).toEqual([]);
  });

  test('gives a message the same fate at a route in whatever order the parts come', () => {
    const plan = planOf(11);
    const [route] = plan.routes;
    if (route === undefined) throw new Error('a plan has a route');
    const fates = (order: readonly number[]) => {
      const fateOf = fateBy(plan, route, () => 0);
      const sm = { part: 1, total: 1 } as SubmitSm;
      return new Map(order.map((message) => [message, fateOf(sm, message, 0)]));
    };
    expect(fates([0, 1, 2, 3, 4])).toEqual(fates([4, 2, 0, 3, 1]));
  });
});
