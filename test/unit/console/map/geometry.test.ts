import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  closed,
  crossingOf,
  distanceM,
  faultOf,
  type LatLon,
  opened,
  squareKm,
} from '../../../../src/console/map/shape/geometry.ts';
import { degrees, digitsOf, gridOf, scaleBarOf } from '../../../../src/console/map/shape/graticule.ts';
import {
  boundsOfView,
  metresPerPixel,
  pan,
  project,
  unproject,
  type View,
  viewOf,
  zoomAt,
} from '../../../../src/console/map/shape/view.ts';
import { shapeError } from '../../../../src/kernel/shape/shape.ts';

const SQUARE: readonly LatLon[] = [
  [43.6, 1.4],
  [43.6, 1.5],
  [43.7, 1.5],
  [43.7, 1.4],
];
const BOW: readonly LatLon[] = [
  [43.6, 1.4],
  [43.7, 1.5],
  [43.7, 1.4],
  [43.6, 1.5],
];

test('the size of a polygon and of a circle is that on the ground', () => {
  // 0.1° of latitude is 11.12 km; 0.1° of longitude at 43.65° is 8.05 km.
  expect(squareKm({ polygon: closed(SQUARE) })).toBeCloseTo(89.5, 0);
  expect(squareKm({ polygon: closed(SQUARE.toReversed()) })).toBeCloseTo(89.5, 0);
  expect(squareKm({ circle: { lat: 43.6, lon: 1.4, radiusKm: 2 } })).toBeCloseTo(4 * Math.PI, 3);
  expect(squareKm({ postalCodes: ['31000'] })).toBeUndefined();
  expect(distanceM([43.6, 1.4], [43.7, 1.4])).toBeCloseTo(11_119.5, 0);
});

test('a polygon that crosses itself is found by its edges, and one that does not is not', () => {
  expect(crossingOf(SQUARE)).toBeUndefined();
  expect(crossingOf(BOW)).toEqual([1, 3]);
  expect(crossingOf(BOW.slice(0, 3))).toBeUndefined();
});

test('an outline is closed once and opened once', () => {
  expect(closed(closed(SQUARE))).toHaveLength(5);
  expect(opened(closed(SQUARE))).toEqual(SQUARE);
  expect(opened(SQUARE)).toEqual(SQUARE);
  expect(closed([])).toEqual([]);
});

test('each reason for which the gateway refuses a shape has a word here, and what it takes has none', () => {
  const faults = [
    [{ polygon: [] }, 'fewPoints'],
    [{ polygon: closed(SQUARE.slice(0, 2)) }, 'fewPoints'],
    [
      {
        polygon: closed([
          [43, 1],
          [44, 2],
          [91, 3],
        ]),
      },
      'offEarth',
    ],
    [
      {
        polygon: closed([
          [0, -100],
          [1, 100],
          [2, 0],
        ]),
      },
      'dateLine',
    ],
    [
      {
        polygon: closed([
          [43, 1],
          [44, 2],
          [45, 3],
        ]),
      },
      'nothing',
    ],
    [{ circle: { lat: 91, lon: 0, radiusKm: 1 } }, 'offEarth'],
    [{ circle: { lat: 43, lon: 1, radiusKm: 2001 } }, 'radius'],
    [{ circle: { lat: 43, lon: 1, radiusKm: 0 } }, 'radius'],
    [{ postalCodes: [] }, 'noCodes'],
  ] as const;
  for (const [shape, fault] of faults) {
    expect(shapeError(shape)).toBeDefined();
    expect(faultOf(shape)).toBe(fault);
  }
  for (const shape of [{ polygon: closed(SQUARE) }, { polygon: closed(BOW) }, { postalCodes: ['31000'] }])
    expect([shapeError(shape), faultOf(shape)]).toEqual([undefined, undefined]);
  const many = Array.from({ length: 10_001 }, (_, index): LatLon => [43 + index * 1e-5, 1 + (index % 7)]);
  expect(faultOf({ polygon: closed(many) })).toBe('manyPoints');
});

const place = fc.tuple(
  fc.double({ min: -80, max: 80, noNaN: true }),
  fc.double({ min: -179, max: 179, noNaN: true }),
);
const view = fc
  .tuple(place, fc.double({ min: 2, max: 7, noNaN: true }))
  .map(([centre, power]): View => ({ centre, scale: 10 ** power, width: 800, height: 500 }));

test('a pixel is where its place is, and a place is where its pixel is', () => {
  fc.assert(
    fc.property(view, fc.integer({ min: 0, max: 800 }), fc.integer({ min: 0, max: 500 }), (seen, x, y) => {
      const at = unproject(seen, [x, y]);
      fc.pre(Math.abs(at[0]) < 84.9 && Math.abs(at[1]) < 179.9);
      const [backX, backY] = project(seen, at);
      expect(Math.hypot(backX - x, backY - y)).toBeLessThan(0.01);
    }),
  );
});

test('a dragged map keeps the place under the finger, and a zoomed one the place under the pointer', () => {
  const seen: View = { centre: [43.6, 1.44], scale: 1e5, width: 800, height: 500 };
  const held = unproject(seen, [100, 80]);
  expect(project(pan(seen, [100, 80], [300, 200]), held).map(Math.round)).toEqual([300, 200]);
  expect(project(zoomAt(seen, 2.5, [100, 80]), held).map(Math.round)).toEqual([100, 80]);
});

test('bounds of a commune, of a country and of one point are all shown whole', () => {
  for (const bounds of [
    { south: 43.53, west: 1.35, north: 43.67, east: 1.52 },
    { south: 41.3, west: -5.2, north: 51.1, east: 9.6 },
    { south: 43.6, west: 1.44, north: 43.6, east: 1.44 },
  ]) {
    const shown = boundsOfView(viewOf(bounds, 390, 300));
    expect(shown.south).toBeLessThan(bounds.south);
    expect(shown.north).toBeGreaterThan(bounds.north);
    expect(shown.west).toBeLessThan(bounds.west);
    expect(shown.east).toBeGreaterThan(bounds.east);
  }
});

test('the grid has lines that can be read, and the bar a round length', () => {
  expect(gridOf({ south: 43.53, west: 1.35, north: 43.67, east: 1.52 })).toEqual({
    step: 0.02,
    lats: [43.54, 43.56, 43.58, 43.6, 43.62, 43.64, 43.66],
    lons: [1.36, 1.38, 1.4, 1.42, 1.44, 1.46, 1.48, 1.5, 1.52],
  });
  expect([digitsOf(0.02), digitsOf(0.5), digitsOf(10)]).toEqual([2, 1, 0]);
  expect(degrees(-1.4, 'lon', 2, 'NSEO,')).toBe('1,40°\u202fO');
  expect(degrees(43.6, 'lat', 1, 'NSEW')).toBe('43.6°\u202fN');
  expect(scaleBarOf(7, 120)).toEqual({ metres: 500, pixels: 500 / 7 });
  const seen: View = { centre: [60, 0], scale: 1e5, width: 800, height: 500 };
  expect(metresPerPixel(seen)).toBeCloseTo(6_371_008.8 / 2 / 1e5, 5);
});
