/** People reached at a time. */
export interface Point {
  /** ms since the epoch. */
  readonly at: number;
  readonly people: number;
}

/** More points than pixels show nothing more; the memory of a page that stays open for days must not grow. */
export const MOST_POINTS = 600;

/** Adds what was seen. A figure that has not changed moves the last point on instead of adding one. */
export const withPoint = (history: readonly Point[], point: Point): readonly Point[] => {
  const last = history.at(-1);
  if (last !== undefined && point.at <= last.at) return history;
  if (last !== undefined && last.people === point.people && history.at(-2)?.people === point.people)
    return [...history.slice(0, -1), point];
  const longer = [...history, point];
  return longer.length <= MOST_POINTS ? longer : thinned(longer);
};

/** Every other point, with the first and the last. */
const thinned = (points: readonly Point[]): readonly Point[] =>
  points.filter((_, index) => index % 2 === 0 || index === points.length - 1);

/** What the gateway counted, and behind it what the page saw since. */
export const joined = (counted: readonly Point[], seen: readonly Point[]): readonly Point[] => {
  const end = counted.at(-1)?.at ?? Number.NEGATIVE_INFINITY;
  return [...counted, ...seen.filter(({ at }) => at > end)];
};

/** At most so many rows of the curve for a table, the first and the last among them. */
export const rowsOf = (points: readonly Point[], most: number): readonly Point[] => {
  if (points.length <= most) return points;
  const every = (points.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, index) => points[Math.round(index * every)]).filter(
    (point) => point !== undefined,
  );
};

/** How the curve would go on: a straight line to when all messages are out; empty if that is not known, or over. */
export const forecastOf = (
  last: Point | undefined,
  outAt: number | undefined,
  toReach: number,
): readonly Point[] =>
  last === undefined || outAt === undefined || outAt <= last.at || toReach <= last.people
    ? []
    : [last, { at: outAt, people: toReach }];
