import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nextGrant, type ShareRow } from '../../../../src/domain/routes/share/next-grant.ts';

const row = (node: number, share: number, own: Partial<ShareRow> = {}): ShareRow => ({
  node,
  share,
  demand: 900,
  isUsable: true,
  ...own,
});
const eager = { demand: 900, isUsable: true, least: 0 };

describe("a node's next share of a contract", () => {
  test('is all of it for a lone node at its first beat', () => {
    const grant = nextGrant(100, [], 1, eager);
    expect(grant).toEqual({
      row: { node: 1, share: 100, demand: 100, isUsable: true },
      before: 0,
      target: 100,
      elsewhere: 0,
    });
  });

  test('is nothing yet while another node has all of it, and half of it once that node has lowered its own', () => {
    expect(nextGrant(100, [row(1, 100)], 2, eager)).toMatchObject({
      target: 50,
      row: { share: 0 },
      elsewhere: 100,
    });
    expect(nextGrant(100, [row(1, 50)], 2, eager)).toMatchObject({ target: 50, row: { share: 50 } });
  });

  test('is lowered to no less than what the node has sent of late', () => {
    const rows = [row(1, 100), row(2, 0)];
    expect(nextGrant(100, rows, 1, { ...eager, least: 100 })).toMatchObject({
      target: 50,
      row: { share: 100 },
    });
    expect(nextGrant(100, rows, 1, { ...eager, least: 70 })).toMatchObject({
      target: 50,
      row: { share: 70 },
    });
    expect(nextGrant(100, rows, 1, { ...eager, least: 30 })).toMatchObject({
      target: 50,
      row: { share: 50 },
    });
  });

  test('leaves a dead node its share until its row is gone, though that node counts no more', () => {
    const dead = row(2, 60, { isLeft: true });
    expect(nextGrant(100, [row(1, 40), dead], 1, eager)).toMatchObject({
      target: 100,
      row: { share: 40 },
      elsewhere: 0,
    });
    expect(nextGrant(100, [row(1, 40)], 1, eager)).toMatchObject({ target: 100, row: { share: 100 } });
  });

  test('takes its own row over when the node was declared dead and is back', () => {
    const grant = nextGrant(100, [row(1, 40, { isLeft: true })], 1, eager);
    expect(grant).toMatchObject({ before: 40, target: 100, row: { share: 100 } });
    expect(grant.row.isLeft).toBeUndefined();
  });

  test('is lowered when the contract has become smaller than what the nodes have', () => {
    const rows = [row(1, 60), row(2, 40)];
    expect(nextGrant(50, rows, 1, { ...eager, least: 60 })).toMatchObject({ target: 25, row: { share: 60 } });
    expect(nextGrant(50, rows, 1, { ...eager, least: 25 })).toMatchObject({ target: 25, row: { share: 25 } });
    expect(nextGrant(50, rows, 2, { ...eager, least: 40 })).toMatchObject({ target: 25, row: { share: 40 } });
  });

  test('never makes the sum larger than the contract, nor larger than it was, whatever the rows say', () => {
    const rows = fc.uniqueArray(
      fc.record({
        node: fc.integer({ min: 1, max: 6 }),
        share: fc.nat(60),
        demand: fc.nat(100),
        isUsable: fc.boolean(),
        until: fc.option(fc.nat(), { nil: undefined }),
      }),
      { selector: ({ node }) => node, maxLength: 6 },
    );
    const ask = fc.record({
      demand: fc.nat(200),
      isUsable: fc.boolean(),
      least: fc.oneof(fc.nat(60), fc.constant(Number.POSITIVE_INFINITY)),
    });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 120 }), rows, ask, (contract, all, own) => {
        const { row: next, before } = nextGrant(contract, all, 1, own);
        const others = all.reduce((sum, { node, share }) => sum + (node === 1 ? 0 : share), 0);
        expect(others + next.share).toBeLessThanOrEqual(Math.max(contract, others + before));
        expect(next.share).toBeGreaterThanOrEqual(Math.min(before, own.least));
      }),
    );
  });
});
