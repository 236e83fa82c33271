import { describe, expect, test } from 'vitest';
import { fallsIn } from './laws.ts';
import { planOf } from './plan.ts';
import { describeFalls } from './report.ts';
import { run } from './run.ts';

/** The fewest seeds, found by trying, whose pairs contain every fault. `scripts/chaos` runs more seeds. */
const SEEDS = [11, 29, 55, 57, 72, 76, 259, 246, 23, 92];

describe('a gateway under two partial faults at a time', () => {
  test.concurrent.each(
    SEEDS.map((seed) => ({ seed, plan: planOf(seed), faults: planOf(seed).faults.join(' and ') })),
  )('keeps every law with $faults (seed $seed)', async ({ plan }) => {
    const history = await run(plan);
    const falls = fallsIn(history);
    expect(falls, describeFalls(history, falls)).toEqual([]);
  });
});
