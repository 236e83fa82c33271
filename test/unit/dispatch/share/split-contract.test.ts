import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { placesOf } from '../../../../src/domain/routes/share/handover.ts';
import { type ContractAsk, splitContract } from '../../../../src/domain/routes/share/split-contract.ts';

type Short = Partial<Omit<ContractAsk, 'node'>>;

const asks = (...nodes: readonly Short[]): readonly ContractAsk[] =>
  nodes.map((own, index) => ({ node: index + 1, demand: 0, isUsable: true, share: 0, ...own }));
const split = (contract: number, ...nodes: readonly Short[]): readonly number[] => {
  const shares = splitContract(contract, asks(...nodes));
  return nodes.map((_, index) => shares.get(index + 1) ?? 0);
};
const sumOf = (shares: Iterable<number>): number => [...shares].reduce((sum, share) => sum + share, 0);

const contracts = fc.oneof(fc.integer({ min: 1, max: 2000 }), fc.double({ min: 0.01, max: 50, noNaN: true }));
const anyAsks = fc
  .array(
    fc.record({
      demand: fc.oneof(fc.constant(0), fc.nat(3000), fc.double({ min: 0, max: 100, noNaN: true })),
      isUsable: fc.boolean(),
      share: fc.nat(600),
    }),
    { minLength: 1, maxLength: 8 },
  )
  .map((nodes) => asks(...nodes));
const asShared = (contract: number, nodes: readonly ContractAsk[]): readonly ContractAsk[] => {
  const shares = splitContract(contract, nodes);
  return nodes.map((node) => ({ ...node, share: shares.get(node.node) ?? 0 }));
};

describe('a contract that nodes share', () => {
  test('goes to a lone node in whole, with or without demand', () => {
    expect(split(100.7, {})).toEqual([100]);
    expect(split(100, { demand: 3 })).toEqual([100]);
    expect(split(100, { demand: 3 }, { isUsable: false, demand: 50 })).toEqual([100, 0]);
  });

  test('is split equally while all nodes demand more than that, and while none demands anything', () => {
    expect(split(100, { demand: 900 }, { demand: 5000 })).toEqual([50, 50]);
    expect(split(100, {}, {}, {}, {})).toEqual([25, 25, 25, 25]);
  });

  test('gives a node with little demand that much, and the rest to the others', () => {
    expect(split(100, { demand: 10 }, { demand: 900 })).toEqual([10, 90]);
    expect(split(100, { demand: 9.2 }, { demand: 900 }, { demand: 30 })).toEqual([10, 60, 30]);
  });

  test('spreads what nobody demands over the nodes with demand', () => {
    expect(split(100, { demand: 10 }, { demand: 30 })).toEqual([40, 60]);
  });

  test('keeps 1 for a node without demand from four parts for each node on', () => {
    expect(split(8, { demand: 900 }, {})).toEqual([7, 1]);
    expect(split(7, { demand: 900 }, {})).toEqual([7, 0]);
  });

  test('below 1 per second goes to one node, which keeps it until it demands nothing and another node does', () => {
    expect(split(0.5, {}, {}, {})).toEqual([1, 0, 0]);
    expect(split(0.5, {}, { demand: 3 }, { demand: 4 })).toEqual([0, 1, 0]);
    expect(split(0.5, { demand: 900 }, { demand: 3 }, { demand: 4, share: 1 })).toEqual([0, 0, 1]);
    expect(split(0.5, { demand: 900 }, { demand: 3 }, { share: 1 })).toEqual([1, 0, 0]);
  });

  test('gives a remainder to the lowest node numbers, in whatever order the nodes are listed', () => {
    const three = asks({ demand: 99 }, { demand: 99 }, { demand: 99 });
    const shares = splitContract(11, three.toReversed());
    expect([1, 2, 3].map((node) => shares.get(node))).toEqual([4, 4, 3]);
  });

  test('stays as it is while every node has its fair share to within a tenth', () => {
    expect(split(100, { demand: 52, share: 50 }, { demand: 48, share: 50 })).toEqual([50, 50]);
    expect(split(100, { demand: 60, share: 50 }, { demand: 40, share: 50 })).toEqual([60, 40]);
  });

  test('is taken from the node that has it all as soon as another node can send', () => {
    expect(split(100, { demand: 900, share: 100 }, {})).toEqual([99, 1]);
  });

  test('stays where it is while the route is usable nowhere', () => {
    expect(split(100, { isUsable: false, share: 70 }, { isUsable: false, share: 30 })).toEqual([70, 30]);
  });

  test('is never exceeded in sum, and used in whole while the route is usable somewhere', () => {
    fc.assert(
      fc.property(contracts, anyAsks, (contract, nodes) => {
        const shares = splitContract(contract, nodes);
        const sum = sumOf(shares.values());
        expect(sum).toBeLessThanOrEqual(placesOf(contract));
        if (nodes.some(({ isUsable }) => isUsable)) expect(sum).toBe(placesOf(contract));
        for (const share of shares.values()) expect(Number.isInteger(share) && share >= 0).toBe(true);
      }),
    );
  });

  test('gives nothing to a node on which the route is not usable, while it is usable on another', () => {
    fc.assert(
      fc.property(contracts, anyAsks, (contract, nodes) => {
        fc.pre(nodes.some(({ isUsable }) => isUsable));
        const shares = splitContract(contract, nodes);
        for (const { node, isUsable } of nodes) if (!isUsable) expect(shares.get(node)).toBe(0);
      }),
    );
  });

  test('never gives a node less because it demands more', () => {
    fc.assert(
      fc.property(contracts, anyAsks, fc.nat(7), fc.nat(2000), (contract, nodes, which, more) => {
        const fresh = nodes.map((node) => ({ ...node, share: 0 }));
        const chosen = fresh[which % fresh.length]?.node ?? 0;
        const greedy = fresh.map((one) =>
          one.node === chosen ? { ...one, demand: one.demand + more } : one,
        );
        const before = splitContract(contract, fresh).get(chosen) ?? 0;
        expect(splitContract(contract, greedy).get(chosen)).toBeGreaterThanOrEqual(before);
      }),
    );
  });

  test('leaves a spare part with the node that has it, though another node has a greater share', () => {
    expect(split(11, { demand: 1 }, { demand: 7 })).toEqual([3, 8]);
    expect(split(11, { demand: 1, share: 3 }, { demand: 7, share: 8 })).toEqual([3, 8]);
    expect(split(11, { demand: 1, share: 2 }, { demand: 7, share: 9 })).toEqual([2, 9]);
  });

  test('does not change again while the demands stay', () => {
    fc.assert(
      fc.property(contracts, anyAsks, (contract, nodes) => {
        const settled = asShared(contract, nodes);
        expect(asShared(contract, settled)).toEqual(settled);
      }),
    );
  });

  test('does not change while demands vary by a few parts in a hundred', () => {
    const varying = fc.array(
      fc.record({
        // What others leave may be more than a tenth of a smaller share.
        base: fc.integer({ min: 100, max: 500 }),
        by: fc.double({ min: 0.98, max: 1.02, noNaN: true }),
      }),
      {
        minLength: 2,
        maxLength: 5,
      },
    );
    fc.assert(
      fc.property(fc.integer({ min: 200, max: 2000 }), varying, (contract, nodes) => {
        const settled = asShared(contract, asks(...nodes.map(({ base }) => ({ demand: base }))));
        const varied = settled.map((node) => ({
          ...node,
          demand: node.demand * (nodes[node.node - 1]?.by ?? 1),
        }));
        expect(asShared(contract, varied).map(({ share }) => share)).toEqual(
          settled.map(({ share }) => share),
        );
      }),
    );
  });
});
