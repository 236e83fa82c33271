import type { Reading } from './measurement.ts';

const LOWER = 0.97;
const LOWEST = 0.85;
/** After a lift more is accepted than before, also once a bucket is spent. */
const NO_LIFT = 1.2;

/** Nothing was known of the limit. @param rate at the end */
export const firstLimit = (
  { before, after, most, silent, saturated, spaced }: Reading,
  rate: number,
): number => {
  if (spaced !== undefined) return spaced;
  // A second's whole allowance was used up at once: that much is accepted in a second.
  if (silent) return Math.max(most, after);
  return saturated ? after : Math.max(after, Math.min(before, rate));
};

/** A probe went far above `old`, to `reached`. */
export const limitAfterLift = (reading: Reading, rate: number, old: number, reached: number): number => {
  if (reading.refusing && reading.after < NO_LIFT * old) return Math.max(old, reading.after);
  return Math.max(old, firstLimit(reading, rate), Math.min(reached, reading.before));
};

/** A probe went a little above `old`, and `reached` seemed to hold. */
export const limitAfterProbe = (reading: Reading, old: number, reached: number): number =>
  reading.refusing ? Math.max(old, Math.min(reached, reading.after)) : reached;

/** Parts were refused while it was kept to. */
export const lowerLimit = ({ after, saturated, refusing, spaced }: Reading, limit: number): number => {
  const measured = spaced ?? after;
  if (saturated) return Math.min(limit, measured);
  return Math.min(LOWER * limit, refusing ? Math.max(LOWEST * limit, measured) : limit);
};
