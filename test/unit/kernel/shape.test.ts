import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { placeOf, type Shape, shapeError } from '../../../src/kernel/shape/shape.ts';

const polygon = (...points: readonly [number, number][]): Shape => ({ polygon: points });
const circle = (lat: number, lon: number, radiusKm: number): Shape => ({ circle: { lat, lon, radiusKm } });

const inside = (shape: Shape, lat: number, lon: number): boolean => {
  const place = placeOf(shape);
  if (place === undefined) throw new Error('no place');
  return place.contains(lat, lon);
};
const inBox = (shape: Shape, lat: number, lon: number): boolean => {
  const box = placeOf(shape)?.box;
  return box !== undefined && box.south <= lat && lat <= box.north && box.west <= lon && lon <= box.east;
};

const square = polygon([48, 2], [49, 2], [49, 3], [48, 3], [48, 2]);

describe('the shape of an area', () => {
  test.each<[string, Shape, RegExp]>([
    ['without a fourth point', polygon([48, 2], [49, 2], [48, 2]), /at least 4 points/],
    ['without points', polygon(), /at least 4 points/],
    ['whose points are not closed', polygon([48, 2], [49, 2], [49, 3], [48, 3]), /closed/],
    ['with a latitude above 90', polygon([48, 2], [91, 2], [49, 3], [48, 2]), /latitude/],
    ['whose points lie on a line', polygon([48, 2], [49, 3], [50, 4], [48, 2]), /encloses nothing/],
    ['whose points are all the same', polygon([48, 2], [48, 2], [48, 2], [48, 2]), /encloses nothing/],
    ['across the date line', polygon([10, 179], [11, 179], [11, -179], [10, 179]), /date line/],
    ['with a radius of 0', circle(48, 2, 0), /radius/],
    ['with a radius that is NaN', circle(48, 2, Number.NaN), /radius/],
    ['with a radius above 2000 km', circle(48, 2, 2001), /radius/],
    ['with a longitude above 180', circle(48, 181, 1), /longitude/],
    ['without a postal code', { postalCodes: [] }, /no postal code/],
  ])('is refused if it is one %s', (_, shape, why) => {
    expect(shapeError(shape)).toMatch(why);
  });

  test.each<[string, Shape]>([
    ['a triangle', polygon([48, 2], [49, 2], [49, 3], [48, 2])],
    [
      'a triangle of some metres',
      polygon([48.65, -2.01], [48.6501, -2.01], [48.6501, -2.0099], [48.65, -2.01]),
    ],
    ['a circle', circle(48, 2, 0.05)],
    ['postal codes', { postalCodes: ['35400'] }],
  ])('is accepted if it is %s', (_, shape) => {
    expect(shapeError(shape)).toBeUndefined();
  });
});

describe('a polygon', () => {
  test.each([
    [48.5, 2.5, true],
    [48, 2, true],
    [48.5, 2, true],
    [49, 2.5, true],
    [47.999, 2.5, false],
    [48.5, 3.001, false],
    [49, 3.001, false],
  ])('contains the position %d, %d: %s', (lat, lon, expected) => {
    expect(inside(square, lat, lon)).toBe(expected);
  });

  test('does not contain positions in a bay of its border', () => {
    const bay = polygon([0, 0], [0, 10], [10, 10], [10, 6], [2, 6], [2, 4], [10, 4], [10, 0], [0, 0]);
    expect(inside(bay, 5, 5)).toBe(false);
    expect(inside(bay, 5, 2)).toBe(true);
    expect(inside(bay, 1, 5)).toBe(true);
  });

  test('contains the same positions whether it is drawn clockwise or not', () => {
    const points = [
      [0, 0],
      [0, 10],
      [4, 5],
      [10, 10],
      [10, 0],
      [0, 0],
    ] as const;
    const there = { polygon: points };
    const back = { polygon: points.toReversed() };
    fc.assert(
      fc.property(fc.integer({ min: -1, max: 11 }), fc.integer({ min: -1, max: 11 }), (lat, lon) => {
        expect(inside(there, lat, lon)).toBe(inside(back, lat, lon));
      }),
    );
  });
});

describe('a circle', () => {
  test.each([
    // 0.1 degrees of latitude are 11.1 km; 0.1 degrees of longitude are half of that at 60 degrees north.
    [circle(60, 10, 11.2), 60.1, 10, true],
    [circle(60, 10, 11.0), 60.1, 10, false],
    [circle(60, 10, 5.6), 60, 10.1, true],
    [circle(60, 10, 5.5), 60, 10.1, false],
    [circle(-17.7, 179.9, 60), -17.7, -179.8, true],
    [circle(89.9, 0, 30), 89.9, 180, true],
  ])('of %j contains the position %d, %d: %s', (shape, lat, lon, expected) => {
    expect(inside(shape, lat, lon)).toBe(expected);
  });

  test('lies completely within its bounding box, anywhere on the globe', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -90, max: 90, noNaN: true }),
        fc.double({ min: -180, max: 180, noNaN: true }),
        fc.double({ min: 0.01, max: 2000, noNaN: true }),
        fc.double({ min: -25, max: 25, noNaN: true }),
        fc.double({ min: -180, max: 180, noNaN: true }),
        (lat, lon, radiusKm, dLat, atLon) => {
          const shape = circle(lat, lon, radiusKm);
          const atLat = Math.max(-90, Math.min(90, lat + dLat));
          if (inside(shape, atLat, atLon)) expect(inBox(shape, atLat, atLon)).toBe(true);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('a polygon of many corners', () => {
  // The result without an index: every edge is looked at.
  const byEveryEdge = (points: readonly (readonly [number, number])[], lat: number, lon: number): boolean => {
    let within = false;
    let [fromLat, fromLon] = points.at(-1) ?? [0, 0];
    for (const [toLat, toLon] of points) {
      const across = (toLat - fromLat) * (lon - fromLon) - (toLon - fromLon) * (lat - fromLat);
      const between = (a: number, of: number, b: number) => Math.min(a, b) <= of && of <= Math.max(a, b);
      if (across === 0 && between(fromLat, lat, toLat) && between(fromLon, lon, toLon)) return true;
      if (toLat > lat !== fromLat > lat && across < 0 === toLat > fromLat) within = !within;
      [fromLat, fromLon] = [toLat, toLon];
    }
    return within;
  };
  const grid = fc.tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 12 }));

  test('contains the same positions as a check of every edge, even if its edges cross', () => {
    fc.assert(
      fc.property(fc.array(grid, { minLength: 3, maxLength: 40 }), grid, (corners, [lat, lon]) => {
        const [first] = corners;
        if (first === undefined) return;
        const points = [...corners, first];
        expect(inside(polygon(...points), lat, lon)).toBe(byEveryEdge(points, lat, lon));
        expect(inside(polygon(...points), lat + 0.5, lon + 0.25)).toBe(
          byEveryEdge(points, lat + 0.5, lon + 0.25),
        );
      }),
    );
  });
});
