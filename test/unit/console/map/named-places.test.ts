import type { FeatureCollection, Position } from 'geojson';
import { expect, test } from 'vitest';
import { placesTouched } from '../../../../src/console/map/shape/named-places.ts';

const square = (west: number, south: number): Position[] => [
  [west, south],
  [west + 0.1, south],
  [west + 0.1, south + 0.1],
  [west, south + 0.1],
  [west, south],
];
const commune = (nom: string, ring: Position[]) => ({
  type: 'Feature' as const,
  properties: { nom },
  geometry: { type: 'Polygon' as const, coordinates: [ring] },
});
const map: FeatureCollection = {
  type: 'FeatureCollection',
  features: [
    commune('Rive', square(1.3, 43.5)),
    // The ring of many files runs the other way round.
    commune('Bourg', square(1.4, 43.5).toReversed()),
    commune('Loin', square(2.4, 43.5)),
    {
      type: 'Feature',
      properties: { name: 'Port' },
      geometry: { type: 'Point', coordinates: [1.36, 43.56] },
    },
    {
      type: 'Feature',
      properties: { name: 'Garonne' },
      geometry: {
        type: 'LineString',
        coordinates: [
          [1.3, 43.55],
          [1.5, 43.55],
        ],
      },
    },
    { type: 'Feature', properties: {}, geometry: { type: 'Point', coordinates: [1.36, 43.55] } },
  ],
};

const box = (south: number, west: number, north: number, east: number): [number, number][] => [
  [south, west],
  [south, east],
  [north, east],
  [north, west],
  [south, west],
];

test.each([
  ['a circle within one place', { circle: { lat: 43.56, lon: 1.36, radiusKm: 1 } }, ['Rive', 'Port']],
  ['a circle on the border of two', { circle: { lat: 43.55, lon: 1.4, radiusKm: 1 } }, ['Rive', 'Bourg']],
  ['a polygon around them all', { polygon: box(43.4, 1.2, 43.7, 1.6) }, ['Rive', 'Bourg', 'Port']],
  ['a polygon of which only edges cross one', { polygon: box(43.52, 1.2, 43.53, 1.39) }, ['Rive']],
  ['a polygon far from all', { polygon: box(44, 1.2, 44.1, 1.3) }, []],
])('%s is told by the places of the map that it touches', (_, shape, places) => {
  expect(placesTouched(map, shape)).toEqual({ names: places, isAll: true });
});

test('an area of postal codes, and one that is still being drawn, are told by no place', () => {
  expect(placesTouched(map, { postalCodes: ['31000'] }).names).toEqual([]);
  expect(placesTouched(map, { polygon: [[43.5, 1.3]] }).names).toEqual([]);
});

test('an enclave is not in the area around it, and a map too fine to be compared says that there may be more', () => {
  const ring = (size: number): Position[] => [
    [1.3 - size, 43.5 - size],
    [1.3 + size, 43.5 - size],
    [1.3 + size, 43.5 + size],
    [1.3 - size, 43.5 + size],
    [1.3 - size, 43.5 - size],
  ];
  const around: FeatureCollection = {
    type: 'FeatureCollection',
    features: [
      {
        type: 'Feature',
        properties: { nom: 'Autour' },
        geometry: { type: 'Polygon', coordinates: [ring(0.2), ring(0.1)] },
      },
    ],
  };
  expect(placesTouched(around, { circle: { lat: 43.5, lon: 1.3, radiusKm: 1 } }).names).toEqual([]);
  expect(placesTouched(around, { circle: { lat: 43.65, lon: 1.3, radiusKm: 1 } }).names).toEqual(['Autour']);
  const fine = Array.from({ length: 40_000 }, (_, index): Position => {
    const angle = (2 * Math.PI * index) / 39_999;
    return [1.3 + 0.2 * Math.cos(angle), 43.5 + 0.2 * Math.sin(angle)];
  });
  const round = commune('Fin', fine);
  const touched = placesTouched(
    { type: 'FeatureCollection', features: [round, commune('Reste', fine)] },
    { circle: { lat: 43.5, lon: 1.3, radiusKm: 1 } },
  );
  expect(touched.isAll).toBe(false);
});
