import { describe, expect, test } from 'vitest';
import { fallsIn } from './laws.ts';
import { planOf } from './plan.ts';
import { describeFalls } from './report.ts';
import { run } from './run.ts';

/**
 * Seeds whose pairs contain each blow once: the ends of real processes and sockets. The storm runs all pairs on
 * simulated ones (docs/storm.md), and `scripts/chaos` runs more seeds.
 */
const SEEDS = [57, 72, 76, 259];

describe('a gateway under two partial faults at a time', () => {
  test.concurrent.each(
    SEEDS.map((seed) => ({ seed, plan: planOf(seed), faults: planOf(seed).faults.join(' and ') })),
  )('keeps every law with $faults (seed $seed)', async ({ plan }) => {
    const history = await run(plan);
    const falls = fallsIn(history);
    expect(falls, describeFalls(history, falls)).toEqual([]);
  });
});
