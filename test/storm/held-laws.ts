import { expect, test } from 'vitest';
import { isOnPostgres } from '../support/postgres/instead-of-file.ts';
import { describeRun } from './describe.ts';
import { type StormPlan, stormPlanOf } from './plan.ts';
import { runStorm } from './run-storm.ts';

/** @throws the report of the world if a law is broken in it */
export const heldLawsOf = async (plan: StormPlan): Promise<void> => {
  const run = await runStorm(plan);
  expect(run.falls, describeRun(plan, run)).toEqual([]);
};

/** A world on PostgreSQL takes several times as long as one on SQLite: so many of fifty are played. */
const ON_POSTGRES = 4;

/** One test for each of fifty seeds, or for some of them on PostgreSQL. */
export const testFifty = (first: number): void => {
  const seeds = Array.from({ length: isOnPostgres() ? ON_POSTGRES : 50 }, (_, index) => first + index);
  test.each(seeds)('the gateway keeps every law in the world of seed %i', (seed) =>
    heldLawsOf(stormPlanOf(seed)),
  );
};
