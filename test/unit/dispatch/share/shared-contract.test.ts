import { describe, expect, test } from 'vitest';
import { placesOf } from '../../../../src/domain/routes/share/handover.ts';
import { mostWithin, SharedWorld } from '../../../support/dispatch/shared-contract/shared-world.ts';

const FAULTY_MS = 120_000;
const CONTRACTS = [20, 100, 7, 3, 1, 0.5, 200, 50.7, 30, 0.2, 12, 60];
/** Kills, freezes, outages of the database and lost commits for two minutes: five nodes at most. */
const RUNS = Array.from({ length: 24 }, (_, index) => ({
  seed: index + 1,
  contract: CONTRACTS[index % CONTRACTS.length] ?? 1,
  nodes: 1 + (index % 5),
}));
/** The carrier counts parts in any period of this length, ms. */
const periodOf = (contract: number): number => Math.max(1000, 1000 / contract);

describe('a contract that nodes share while they die, freeze, and lose the database and its commits', () => {
  test.each(RUNS)('is exceeded in no second of the carrier: $contract/s, $nodes nodes, seed $seed', (run) => {
    const world = new SharedWorld({ ...run, link: 'steady' });
    world.run(FAULTY_MS);
    const places = placesOf(run.contract);
    expect(world.left.length).toBeGreaterThan(0);
    expect(mostWithin(world.left, periodOf(run.contract))).toBeLessThanOrEqual(places);
    expect(mostWithin(world.arrived, periodOf(run.contract))).toBeLessThanOrEqual(places);
    expect(world.mostApplied).toBeLessThanOrEqual(places);
    expect(world.database.mostShared).toBeLessThanOrEqual(places);
  });

  // Parts that left in 1.5 s may then arrive in one second, whoever sent them. Each node may send 20 ms and one part more
  // at once.
  test.each(RUNS.slice(0, 12))(
    'is exceeded by no more than the delay explains, if each part takes any time up to 500 ms: $contract/s, $nodes nodes, seed $seed',
    (run) => {
      const world = new SharedWorld({ ...run, link: 'any delay' });
      world.run(FAULTY_MS);
      const most = mostWithin(world.arrived, periodOf(run.contract));
      expect(mostWithin(world.left, periodOf(run.contract))).toBeLessThanOrEqual(placesOf(run.contract));
      expect(most).toBeLessThanOrEqual(Math.floor(1.52 * placesOf(run.contract)) + run.nodes);
    },
  );
});

describe('a contract that nodes share', () => {
  test.each([1, 2, 3, 4, 5, 6])(
    'is used to 95 parts in 100 from 5 s after the demands have changed on, seed %i',
    (seed) => {
      const contract = [20, 100, 200, 50.7][seed % 4] ?? 20;
      const nodes = 2 + (seed % 4);
      const world = new SharedWorld({ seed, contract, nodes, link: 'steady' });
      world.run(FAULTY_MS / 2);
      world.calm();
      // Nodes that had just died are declared dead only after ten beats.
      world.run(20_000);
      for (const idle of [0, nodes - 1]) {
        world.demand(Array.from({ length: nodes }, (_, index) => (index === idle ? 0 : 3 * contract)));
        world.run(5000);
        const from = world.now + 500;
        world.run(10_000);
        const used = world.arrived.filter((at) => at >= from && at < from + 9000).length;
        // The idle node keeps one part per second.
        expect(used).toBeGreaterThanOrEqual(9 * 0.95 * (placesOf(contract) - 1));
      }
    },
  );
});
