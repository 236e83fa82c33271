import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HalfAnswered } from '../../../support/store/half-answered.ts';
import {
  anyScenario,
  anyScenarioWithStrays,
  type Scenario,
} from '../../../support/store/half-answered-plans.ts';
import { StoreOnDisk } from '../../../support/store/store-on-disk.ts';

let disk: StoreOnDisk;
beforeAll(async () => {
  disk = await StoreOnDisk.open();
});
afterAll(() => disk.remove());

const RUNS = 40;

const neverWrong = (scenarios: fc.Arbitrary<Scenario>): Promise<void> =>
  fc.assert(
    fc.asyncProperty(scenarios, async (scenario) => {
      expect(await new HalfAnswered(disk).run(scenario)).toEqual([]);
    }),
    { numRuns: RUNS },
  );

describe('answers in time, late or never, with receipts at any time,', () => {
  test('deliver only messages of which every part arrived, keep each id on its part, and lose no receipt', () =>
    neverWrong(anyScenario));

  test('deliver only long messages of which every part arrived, even with stray receipts for the same phones', () =>
    neverWrong(anyScenarioWithStrays));
});
