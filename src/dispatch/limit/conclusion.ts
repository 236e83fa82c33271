const FLOOR = 1;
const LOWER = 0.97;
const LOWER_IF_SILENT = 0.93;
const LOWER_AFTER_PROBE = 0.99;
/**
 * A single reading may be wrong by chance, so it lowers the limit at most to these shares of it, unless parts were
 * refused until the end of the measurement.
 */
const LOWEST = 0.85;
const LOWEST_IF_SILENT = 0.5;
/**
 * A new limit more than this many times the old one means that the carrier lifted its limit: a probe alone exceeds the
 * limit by less.
 */
const LIFTED = 1.15;

/** What the carrier's answers in a measured second show. */
export interface Reading {
  /** Parts per second that the carrier takes. */
  readonly taken: number;
  /**
   * Whether the carrier accepted nothing at all for at least 300 ms and a round trip, and so stopped rather than
   * slowed.
   */
  readonly silent: boolean;
  /** Whether the carrier refused parts until the end of the measurement, and so accepted all that it takes. */
  readonly saturated: boolean;
}

export const isLifted = (limit: number, above: number): boolean => limit > LIFTED * above;

/** The lowest limit that one reading may lead to, parts per second. The parameters are those of `concluded`. */
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
 * The limit after a measured second, parts per second: what the carrier took, within two bounds. Until a probe the
 * carrier took all parts, so the new limit is hardly below the probed one. If parts were refused while the limit was
 * held, the new limit isn't higher.
 *
 * @param limit the limit that was believed until now
 * @param above the limit that was probed: 0 at the start; undefined if the limit was held
 */
export const concluded = (reading: Reading, limit: number, above: number | undefined): number =>
  Math.max(FLOOR, leastOf(reading, limit, above), Math.min(mostOf(reading, limit, above), reading.taken));
