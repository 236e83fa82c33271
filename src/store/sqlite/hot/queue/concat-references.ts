import { randomInt } from 'node:crypto';
import type { Db } from '../../open.ts';

const REFERENCES = 0x1_00_00;
/** In so many of the newest messages a new process looks for references that were given. */
const RECENT = 20_000;

/**
 * The number that the longest row of free numbers follows, on the circle from 0 to `size`.
 * @param taken numbers from 0 to `size` - 1; undefined is returned if there are none
 */
export const beforeLongestGap = (taken: readonly number[], size: number): number | undefined => {
  const sorted = [...new Set(taken)].toSorted((a, b) => a - b);
  const [first] = sorted;
  if (first === undefined) return undefined;
  let best = first;
  let longest = -1;
  for (const [index, one] of sorted.entries()) {
    const gap = (sorted[index + 1] ?? first + size) - one;
    if (gap > longest) [best, longest] = [one, gap];
  }
  return best;
};

/**
 * Gives each attempt at a long message a concatenation reference. One that comes again too soon could join the parts of
 * two messages to one phone (TS 23.040, 9.2.3.24.1), so a new process goes on where the most numbers are free.
 */
export const prepareConcatReferences = (db: Db): (() => number) => {
  const recent = db
    .prepare<[], number>(
      `SELECT concat_reference FROM (SELECT concat_reference FROM messages ORDER BY id DESC LIMIT ${RECENT})
       WHERE concat_reference IS NOT NULL`,
    )
    .pluck();
  let last: number | undefined;
  return () => {
    last ??= beforeLongestGap(recent.all(), REFERENCES) ?? randomInt(REFERENCES);
    last = (last + 1) % REFERENCES;
    return last;
  };
};
