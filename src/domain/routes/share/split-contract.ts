import { placesOf } from './handover.ts';

/** What a node asks of a contract, and what it has of it. */
export interface ContractAsk {
  readonly node: number;
  /** Parts per second that the node would send, or parts that wait; 0: nothing to do. */
  readonly demand: number;
  /** Whether the route takes messages on this node. */
  readonly isUsable: boolean;
  /** The parts per second that the node has now. */
  readonly share: number;
}

/** A node without demand keeps one part per second if the contract has this many for each node, or more. */
const ENOUGH_FOR_IDLE = 4;
/** While each node has its fair share to within this part of it, no node gets less. */
const NEAR = 0.1;

/**
 * Splits a contract among the nodes: whole parts per second by node, `placesOf(contract)` in sum at most.
 *
 * Each node gets what it demands as long as that is no more than an equal share, and what is left goes to those that
 * demand more. What nobody demands is spread over the nodes with demand, or over all if none has any. A node without
 * demand keeps 1 of a contract that is large enough, so that a critical message leaves at once. While each node has
 * nearly its fair share, shares only grow out of what is free: each handover costs a second or two.
 *
 * @param contract parts per second, above 0
 */
export const splitContract = (
  contract: number,
  asks: readonly ContractAsk[],
): ReadonlyMap<number, number> => {
  const places = placesOf(contract);
  // Of what can't be divided, a node keeps what it has.
  const nodes = asks.toSorted((a, b) => b.share - a.share || a.node - b.node);
  const fair = fairShares(places, nodes);
  const shares = settledShares(places, nodes, fair) ?? fair;
  return new Map(nodes.map(({ node }, index) => [node, shares[index] ?? 0]));
};

const fairShares = (places: number, nodes: readonly ContractAsk[]): readonly number[] => {
  const usable = nodes.filter(({ isUsable }) => isUsable);
  // While no node can use the contract, nobody waits for it.
  if (usable.length === 0)
    return fill(
      places,
      nodes.map(({ share }) => share),
    );
  const isAnyDemand = usable.some(({ demand }) => demand > 0);
  const asksForSome = ({ isUsable, demand }: ContractAsk): boolean =>
    isUsable && (demand > 0 || !isAnyDemand);
  const idle = places >= ENOUGH_FOR_IDLE * usable.length ? 1 : 0;
  const kept = nodes.map((node) => (node.isUsable && !asksForSome(node) ? idle : 0));
  const wanted = nodes.map((node) => (asksForSome(node) ? Math.min(places, Math.ceil(node.demand)) : 0));
  const given = fill(places - sumOf(kept), wanted);
  const own = nodes.map((_, index) => (kept[index] ?? 0) + (given[index] ?? 0));
  // Of spare parts that can't be divided too, a node keeps what it has beyond its own.
  const beyond = (index: number): number => (nodes[index]?.share ?? 0) - (own[index] ?? 0);
  const order = nodes
    .flatMap((node, index) => (asksForSome(node) ? [index] : []))
    .sort((a, b) => beyond(b) - beyond(a));
  const spare = fill(
    places - sumOf(own),
    order.map(() => places),
  );
  return own.map((some, index) => some + (spare[order.indexOf(index)] ?? 0));
};

/**
 * The shares as they are, with what is free given to those below their fair share; undefined if some node is far from
 * its fair share even so.
 */
const settledShares = (
  places: number,
  nodes: readonly ContractAsk[],
  fair: readonly number[],
): readonly number[] | undefined => {
  const free = places - sumOf(nodes.map(({ share }) => share));
  if (free < 0) return undefined;
  const missing = nodes.map(({ share }, index) => Math.max(0, (fair[index] ?? 0) - share));
  const added = fill(free, missing);
  const shares = nodes.map(({ share }, index) => share + (added[index] ?? 0));
  const isNear = shares.every((share, index) => {
    const own = fair[index] ?? 0;
    return Math.abs(share - own) <= NEAR * Math.max(share, own);
  });
  return isNear ? shares : undefined;
};

/**
 * Gives one part after the other to each in turn that wants more, until all is given or nobody wants more.
 *
 * @param wanted whole numbers
 */
const fill = (places: number, wanted: readonly number[]): readonly number[] => {
  const given = wanted.map(() => 0);
  for (let left = Math.max(0, places); left > 0; ) {
    const open = wanted.flatMap((want, index) => (want > (given[index] ?? 0) ? [index] : []));
    if (open.length === 0) break;
    const each = Math.max(1, Math.floor(left / open.length));
    for (const index of open) {
      const own = given[index] ?? 0;
      const more = Math.min(each, left, (wanted[index] ?? 0) - own);
      given[index] = own + more;
      left -= more;
    }
  }
  return given;
};

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0);
