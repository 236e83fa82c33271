import { expect, test } from 'vitest';
import { describeRun } from './describe.ts';
import { type StormPlan, stormPlanOf } from './plan.ts';
import { runStorm } from './run-storm.ts';

/** @throws the report of the world if a law is broken in it */
export const heldLawsOf = async (plan: StormPlan): Promise<void> => {
  const run = await runStorm(plan);
  expect(run.falls, describeRun(plan, run)).toEqual([]);
};

/** One test for each of fifty seeds. */
export const testFifty = (first: number): void => {
  const seeds = Array.from({ length: 50 }, (_, index) => first + index);
  test.each(seeds)('the gateway keeps every law in the world of seed %i', (seed) =>
    heldLawsOf(stormPlanOf(seed)),
  );
};
