import { placesOf } from './handover.ts';
import { splitContract } from './split-contract.ts';

/** What a node has of one contract, as it is on disk. */
export interface ShareRow {
  readonly node: number;
  /** Parts per second that the node may send, a whole number. */
  readonly share: number;
  /** Parts per second that it would send, or parts that wait; a whole number. */
  readonly demand: number;
  /** Whether the route takes messages on this node. */
  readonly isUsable: boolean;
  /**
   * The node was declared dead, or has left. Until its row is deleted its parts may still count at the carrier, so
   * nobody gets its share.
   */
  readonly isLeft?: boolean | undefined;
}

/** What a node asks for with a beat. */
export interface ShareAsk extends Pick<ShareRow, 'demand' | 'isUsable'> {
  /** The node has sent so many parts per second of late that its row must not say less; infinite: not less than now. */
  readonly least: number;
}

export interface Grant {
  /** What the node writes as its own row. */
  readonly row: ShareRow;
  /** The share that its row had. */
  readonly before: number;
  /** The share that is its due. It sends no more than that, also while its row still has more. */
  readonly target: number;
  /** Parts per second that the other nodes may send on which the route is usable. */
  readonly elsewhere: number;
}

/**
 * A node's next row for one contract, to be computed in the transaction that writes it. A node writes its own row
 * alone, so it takes nothing from another: it gets what is free, and waits until the others have lowered theirs, which
 * they do at their next beats, as they see its demand.
 *
 * @param contract parts per second, above 0
 * @param rows the rows of all nodes for this contract, as they are on disk
 */
export const nextGrant = (
  contract: number,
  rows: readonly ShareRow[],
  node: number,
  { demand, isUsable, least }: ShareAsk,
): Grant => {
  const places = placesOf(contract);
  const before = rows.find((row) => row.node === node)?.share ?? 0;
  const others = rows.filter((row) => row.node !== node);
  const mine = { node, demand: Math.min(places, Math.ceil(demand)), isUsable, share: before };
  const present = others.filter(({ isLeft }) => isLeft !== true);
  const target = splitContract(contract, [...present, mine]).get(node) ?? 0;
  const free = places - sumOf(others);
  const share =
    target > before ? Math.max(before, Math.min(target, free)) : Math.min(before, Math.max(target, least));
  return {
    row: { ...mine, share },
    before,
    target,
    elsewhere: sumOf(present.filter((row) => row.isUsable)),
  };
};

const sumOf = (rows: readonly ShareRow[]): number => rows.reduce((sum, { share }) => sum + share, 0);
