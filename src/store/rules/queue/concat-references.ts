import { randomInt } from 'node:crypto';
import { MOST_NODES } from '../../../domain/operation/most-nodes.ts';
import type { Db } from '../../db.ts';

const REFERENCES = 0x1_00_00;
/** Of so many references in a row one is a node's own. */
const NODES = MOST_NODES + 1;
/** In so many of the newest messages a new process looks for references that were given. */
const RECENT = 20_000;

/** A row of free numbers: how many follow on the number `last`, on the circle from 0 to `size` - 1. */
export interface Gap {
  readonly last: number;
  readonly free: number;
}

/** The longest row of numbers that are not taken; undefined if none is taken. */
export const longestGap = (taken: readonly number[], size: number): Gap | undefined => {
  const sorted = [...new Set(taken)].toSorted((a, b) => a - b);
  const [first] = sorted;
  if (first === undefined) return undefined;
  let longest: Gap = { last: first, free: -1 };
  for (const [index, last] of sorted.entries()) {
    const free = (sorted[index + 1] ?? first + size) - last - 1;
    if (free > longest.free) longest = { last, free };
  }
  return longest;
};

/**
 * Gives each attempt at a long message a concatenation reference. One that comes again too soon could join the parts of
 * two messages to one phone (TS 23.040, 9.2.3.24.1), so a new process begins where the most numbers are free. It begins
 * anywhere in the first half of them: numbers that were given after a backup was made are not known from the backup.
 */
export const prepareConcatReferences = (db: Db): (() => number) => {
  const recent = db
    .prepare<[], number>(
      `SELECT concat_reference FROM (SELECT concat_reference FROM messages ORDER BY id DESC LIMIT ${RECENT})
       WHERE concat_reference IS NOT NULL`,
    )
    .pluck();
  const begin = (): number => {
    const gap = longestGap(recent.all(), REFERENCES);
    return gap === undefined ? randomInt(REFERENCES) : gap.last + randomInt(Math.floor(gap.free / 2) + 1);
  };
  const node = db.node?.number;
  let last: number | undefined;
  return () => {
    const next = ((last ?? begin()) + 1) % REFERENCES;
    // Of several nodes, each has references that no other one gives.
    last = node === undefined ? next : (next + ((node - (next % NODES) + NODES) % NODES)) % REFERENCES;
    return last;
  };
};
