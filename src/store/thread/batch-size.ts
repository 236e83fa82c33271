import type { Call } from './protocol.ts';

/**
 * The largest number of rows that the calls of a batch write, and all usual batches of one transaction together, unless
 * a single call has more. The first call of a flood, and a critical message behind it, wait until all of these are
 * committed. A claim counts as one row, though it writes as many as its route has room for: most find less.
 */
export const MOST_ROWS = 4000;

interface Size {
  readonly calls: number;
  readonly rows: number;
}

/** The calls that go into one batch: as many of the first ones as have room in it, and at least one. */
export const sizeOfBatch = (waiting: readonly Call[]): Size => {
  let calls = 0;
  let rows = 0;
  for (const call of waiting) {
    const more = rowsOf(call);
    if (calls > 0 && rows + more > MOST_ROWS) break;
    calls++;
    rows += more;
  }
  return { calls, rows };
};

/**
 * About how many rows a call writes, before it is packed. What a list is of is not looked into: the longest one that a
 * call is given is nearly always that of its rows.
 */
const rowsOf = ([, args]: Call): number => {
  let rows = 1;
  for (const arg of args) if (Array.isArray(arg) && arg.length > rows) rows = arg.length;
  return rows;
};
