import { type PeopleCount, SLOT_MS } from '../../domain/alerts/alert-report.ts';

/** How many people were reached by then. */
export interface CurvePoint {
  /** ms since the epoch. */
  readonly at: number;
  readonly people: number;
}

const MOST_POINTS = 400;

/** Reached people over time: each point is a moment at which it grew, thinned out where there are very many. */
export const curveOf = (people: readonly PeopleCount[]): readonly CurvePoint[] => {
  const bySlot = new Map<number, CurvePoint>();
  for (const { slot, people: count, lastAt } of people) {
    if (slot === undefined) continue;
    const known = bySlot.get(slot);
    // Of a slot's people the last: before that not all of them were reached.
    const at = Math.max(known?.at ?? 0, lastAt ?? (slot + 1) * SLOT_MS);
    bySlot.set(slot, { at, people: (known?.people ?? 0) + count });
  }
  let sum = 0;
  return [...bySlot.values()]
    .sort((a, b) => a.at - b.at)
    .map(({ at, people: count }) => {
      sum += count;
      return { at, people: sum };
    });
};

/** When the first of them was reached, ms since the epoch. */
export const firstReachedAt = (people: readonly PeopleCount[]): number | undefined => {
  const [first] = people
    .flatMap(({ slot, firstAt }) => (slot === undefined ? [] : [firstAt ?? (slot + 1) * SLOT_MS]))
    .sort((a, b) => a - b);
  return first;
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
