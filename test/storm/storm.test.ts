import { describe, expect, test } from 'vitest';
import { describeFalls } from '../chaos/report.ts';
import { stormPlanOf } from './plan.ts';
import { runStorm } from './run-storm.ts';

const heldLaws = async (seed: number): Promise<void> => {
  const { history, falls } = await runStorm(stormPlanOf(seed));
  expect(falls, describeFalls(history, falls)).toEqual([]);
};

// The second seed has modems.
test.each([6, 10])('seed %i gives the same log of what happened each time', async (seed) => {
  const plan = stormPlanOf(seed);
  const [one, other] = [await runStorm(plan), await runStorm(plan)];
  expect(one.history.stops.length).toBeGreaterThan(0);
  expect(other.log.join('\n')).toBe(one.log.join('\n'));
  expect(other.events).toBe(one.events);
});

describe('what the storm has found', () => {
  test('a held message whose carrier says no late, again and again, goes by another route when its time to spill is over', () =>
    heldLaws(119));

  test('a message of which every part is refused is not uncertain, though the last answer came after its validity', () =>
    heldLaws(150));
});

test.each(Array.from({ length: 16 }, (_, index) => 1001 + index))(
  'the gateway keeps every law in the world of seed %i',
  heldLaws,
);
