import { describe, expect, it } from 'vitest';
import {
  forecastOf,
  joined,
  MOST_POINTS,
  type Point,
  rowsOf,
  withPoint,
} from '../../../../src/console/rooms/alert/curve/history.ts';

const points = (count: number): readonly Point[] =>
  Array.from({ length: count }, (_, index) => ({ at: index * 1000, people: index }));

describe('the curve', () => {
  it('keeps so many points at most, with the first and the newest', () => {
    let history: readonly Point[] = [];
    for (const point of points(10_000)) history = withPoint(history, point);
    expect(history.length).toBeLessThanOrEqual(MOST_POINTS);
    expect(history[0]?.people).toBe(0);
    expect(history.at(-1)?.people).toBe(9999);
  });

  it('grows by no point while the figure stays', () => {
    let history: readonly Point[] = [];
    for (let at = 1; at <= 50; at++) history = withPoint(history, { at, people: 7 });
    expect(history).toEqual([
      { at: 1, people: 7 },
      { at: 50, people: 7 },
    ]);
  });

  it('does not go back in time', () => {
    expect(withPoint([{ at: 10, people: 1 }], { at: 9, people: 2 })).toEqual([{ at: 10, people: 1 }]);
  });

  it('goes on behind what the gateway counted with what the page saw', () => {
    const seen = [
      { at: 500, people: 1 },
      { at: 2500, people: 9 },
    ];
    expect(joined(points(3), seen).map(({ people }) => people)).toEqual([0, 1, 2, 9]);
  });

  it('is a table of a few rows', () => {
    expect(rowsOf(points(100), 4).map(({ people }) => people)).toEqual([0, 33, 66, 99]);
    expect(rowsOf(points(3), 4)).toHaveLength(3);
  });

  it('has a forecast only where the end is known and still to come', () => {
    const last = { at: 1000, people: 5 };
    expect(forecastOf(last, 3000, 10)).toEqual([last, { at: 3000, people: 10 }]);
    expect(forecastOf(last, undefined, 10)).toEqual([]);
    expect(forecastOf(last, 500, 10)).toEqual([]);
    expect(forecastOf({ at: 1000, people: 10 }, 3000, 10)).toEqual([]);
  });
});
