import { type PeopleCount, SLOT_MS } from '../../domain/alerts/alert-report.ts';

/** How many people were reached by a moment. */
export interface CurvePoint {
  /** ms since the epoch. */
  readonly at: number;
  readonly people: number;
}

const MOST_POINTS = 400;

/** Reached people over time: a point for each slot of `SLOT_MS` in which somebody was reached. */
export const curveOf = (people: readonly PeopleCount[]): readonly CurvePoint[] => {
  const bySlot = new Map<number, CurvePoint>();
  for (const { slot, people: count, lastAt } of people) {
    if (slot === undefined) continue;
    const known = bySlot.get(slot);
    // The point is at the slot's last receipt: before it, not all of the slot's people were reached.
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

/** When the first person was reached, ms since the epoch; undefined: nobody was. */
export const firstReachedAt = (people: readonly PeopleCount[]): number | undefined => {
  const [first] = people
    .flatMap(({ slot, firstAt }) => (slot === undefined ? [] : [firstAt ?? (slot + 1) * SLOT_MS]))
    .sort((a, b) => a - b);
  return first;
};

/** At most `most` points of the curve, evenly picked; the first and the last stay. */
export const thinned = (points: readonly CurvePoint[], most = MOST_POINTS): readonly CurvePoint[] => {
  if (points.length <= most) return points;
  const step = (points.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, index) => points[Math.round(index * step)]).filter(
    (point) => point !== undefined,
  );
};

/** When a share (0 to 1) of `of` people was reached, ms since the epoch; undefined: it was not. */
export const reachedAt = (points: readonly CurvePoint[], share: number, of: number): number | undefined => {
  const needed = Math.max(1, Math.ceil(share * of));
  return points.find(({ people }) => people >= needed)?.at;
};
