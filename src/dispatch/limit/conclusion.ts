const FLOOR = 1;
const LOWER = 0.97;
const LOWER_IF_SILENT = 0.93;
const LOWER_AFTER_PROBE = 0.99;
/** One reading may be chance: it is believed down to these shares of the limit. */
const LOWEST = 0.85;
const LOWEST_IF_SILENT = 0.5;
/** Accepted so much more than the limit was, it isn't a probe's small excess. */
const LIFTED = 1.15;

/** What a whole second told. */
export interface Reading {
  /** What the carrier takes, parts per second. */
  readonly taken: number;
  /** Nothing at all was accepted for long. */
  readonly silent: boolean;
  /** Parts were refused to the end, so that all was accepted that the carrier would take. */
  readonly saturated: boolean;
}

export const isLifted = (limit: number, above: number): boolean => limit > LIFTED * above;

/** From limits held or probed, which one reading moves only so far. Parts per second. */
const leastOf = ({ silent, saturated }: Reading, limit: number, above: number | undefined): number => {
  if (above !== undefined) return LOWER_AFTER_PROBE * above;
  if (silent) return LOWEST_IF_SILENT * limit;
  return saturated ? 0 : LOWEST * limit;
};

const mostOf = ({ silent, saturated }: Reading, limit: number, above: number | undefined): number => {
  if (above !== undefined) return isLifted(limit, above) ? Number.POSITIVE_INFINITY : limit;
  if (silent) return LOWER_IF_SILENT * limit;
  return saturated ? limit : LOWER * limit;
};

/**
 * The limit after a measured second: what the carrier took, within what is known. Above the limit before a probe it took
 * everything; where the limit was held, parts were refused at it, so that it is less.
 * @param limit believed until now. @param above the one that was probed: 0 at the start; undefined where it was held
 */
export const concluded = (reading: Reading, limit: number, above: number | undefined): number =>
  Math.max(FLOOR, leastOf(reading, limit, above), Math.min(mostOf(reading, limit, above), reading.taken));
