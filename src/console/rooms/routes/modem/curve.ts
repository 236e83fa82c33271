export interface Point {
  /** ms since the epoch. */
  readonly at: number;
  readonly dbm: number;
}

/** What the curve shows at its top and bottom, dBm: a very good and a useless signal. */
export const BEST_DBM = -51;
export const WORST_DBM = -113;
/** Quarters of an hour without a measurement are gaps in the curve. */
const GAP_MS = 20 * 60_000;

const DAY_MS = 86_400_000;

/**
 * The paths of a curve in a box, from a day before `until` at the left to `until` at the right: one for each stretch
 * without a gap.
 */
export const curveOf = (
  points: readonly Point[],
  until: number,
  { width, height }: { readonly width: number; readonly height: number },
): readonly string[] => {
  const placed = points.map(({ at, dbm }) => ({
    at,
    x: Math.round(width * Math.min(1, Math.max(0, (at - until + DAY_MS) / DAY_MS)) * 10) / 10,
    y: Math.round(height * Math.min(1, Math.max(0, (BEST_DBM - dbm) / (BEST_DBM - WORST_DBM))) * 10) / 10,
  }));
  const stretches: (typeof placed)[] = [];
  for (const point of placed) {
    const stretch = stretches.at(-1);
    const last = stretch?.at(-1);
    if (stretch === undefined || last === undefined || point.at - last.at > GAP_MS) stretches.push([point]);
    else stretch.push(point);
  }
  // A single point is a line of no length, which round ends make a dot.
  return stretches.map(
    (stretch) => `M${stretch.map(({ x, y }) => `${x} ${y}`).join('L')}${stretch.length === 1 ? 'h0' : ''}`,
  );
};

export type Strength = 'good' | 'weak' | 'poor';

/** −75 dBm is good, −95 works, below −105 messages need several tries (docs of the API). */
export const strengthOf = (dbm: number): Strength => (dbm >= -85 ? 'good' : dbm >= -103 ? 'weak' : 'poor');
