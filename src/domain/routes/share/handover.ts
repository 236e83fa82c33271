const SECOND_MS = 1000;
/** Times are whole milliseconds, so each of two readings may be wrong by almost 1 ms. */
const READING_MS = 2;
/**
 * How much longer one part may take to the carrier than another, ms. The pacer of a single node is tested with stalls
 * of this length (ContractWindow), so a change of shares allows for the same.
 */
const LATER_MS = 500;

/**
 * How long a node sends by its last confirmed share, ms from the start of the transaction that confirmed it. Another
 * node declares it dead after ten beats of a second at the earliest, so it has stopped by then.
 */
export const LEASE_MS = 6000;

/**
 * The whole number of parts per second that the nodes share: the contract rounded down. It is 1 for a contract below 1
 * per second, which one node has alone.
 */
export const placesOf = (contract: number): number => Math.max(1, Math.floor(contract));

/** The parts per second that a share stands for. */
export const rateOf = (contract: number, share: number): number =>
  share >= placesOf(contract) ? contract : share;

/**
 * How long a part counts for another node after it left, ms. A part under the old, larger share arrives up to
 * `LATER_MS` later than a part that another node sends, and the carrier counts it for a second from then on: for
 * 1/contract if the contract is below 1 per second.
 *
 * So a node that sends less than before must wait so long before another node may send more. The share of a dead node
 * must stay on disk for so long after the node was declared dead.
 */
export const handoverMs = (contract: number): number =>
  Math.max(SECOND_MS, SECOND_MS / contract) + READING_MS + LATER_MS;
