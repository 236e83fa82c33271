import { type PeopleCount, SLOT_MS } from '../../domain/alert-report.ts';

/** How many people were reached by then. */
export interface CurvePoint {
  /** ms since the epoch. */
  readonly at: number;
  readonly people: number;
}

const MOST_POINTS = 400;

/** Reached people over time: each point is a moment at which it grew, thinned out where there are very many. */
export const curveOf = (people: readonly PeopleCount[]): readonly CurvePoint[] => {
  const bySlot = new Map<number, number>();
  for (const { slot, people: count } of people)
    if (slot !== undefined) bySlot.set(slot, (bySlot.get(slot) ?? 0) + count);
  const points: CurvePoint[] = [];
  let sum = 0;
  for (const slot of [...bySlot.keys()].sort((a, b) => a - b)) {
    sum += bySlot.get(slot) ?? 0;
    points.push({ at: slot * SLOT_MS, people: sum });
  }
  return points;
};

/** The same shape in few points; the first and the last stay. */
export const thinned = (points: readonly CurvePoint[], most = MOST_POINTS): readonly CurvePoint[] => {
  if (points.length <= most) return points;
  const step = (points.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, index) => points[Math.round(index * step)]).filter(
    (point) => point !== undefined,
  );
};

/** When this share of so many was reached, ms since the epoch; undefined: it never was. */
export const reachedAt = (points: readonly CurvePoint[], share: number, of: number): number | undefined => {
  const needed = Math.max(1, Math.ceil(share * of));
  return points.find(({ people }) => people >= needed)?.at;
};
