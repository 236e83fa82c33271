import { expect, test } from 'vitest';
import { readFeatures } from '../../../../src/console/rooms/people/targets/areas/import-features.ts';

const RING = [
  [1.4, 43.5],
  [1.5, 43.5],
  [1.5, 43.7],
  [1.4, 43.5],
];
const feature = (name: unknown, geometry: unknown) => ({
  type: 'Feature',
  properties: { nom: name },
  geometry,
});
const polygon = (...rings: unknown[]) => ({ type: 'Polygon', coordinates: rings });
const read = (...features: unknown[]) =>
  readFeatures(JSON.stringify({ type: 'FeatureCollection', features }), (place) => `Area ${place}`);

test('each polygon of a file is an area, with a name of its own', () => {
  const found = read(
    feature('Bourg', polygon(RING, RING)),
    feature('Bourg', polygon(RING)),
    feature(7, { type: 'MultiPolygon', coordinates: [[RING], [RING]] }),
    feature('Pont', { type: 'Point', coordinates: [1, 2] }),
    feature('Vide', null),
    feature('Faux', polygon([['x', 1]])),
    null,
  );
  if (found.kind === 'fault') throw new Error(found.why);
  expect(found.areas.map(({ name, hasHoles, fault }) => [name, hasHoles, fault])).toEqual([
    ['Bourg', true, undefined],
    ['Bourg (2)', false, undefined],
    ['Area 3', false, undefined],
    ['Area 3 (2)', false, undefined],
  ]);
  expect(found.areas[0]?.polygon[0]).toEqual([43.5, 1.4]);
  expect(found.skipped).toBe(4);
});

test('an area that the gateway would refuse is named with its fault', () => {
  const found = read(
    feature(
      'Lambert',
      polygon([
        [574000, 6280000],
        [574100, 6280000],
        [574000, 6280100],
      ]),
    ),
  );
  expect(found).toMatchObject({ areas: [{ name: 'Lambert', fault: 'offEarth' }] });
});

test('a file that is no GeoJSON is told why', () => {
  expect(readFeatures('{', String)).toMatchObject({ kind: 'fault' });
  expect(readFeatures('3', String)).toEqual({ kind: 'fault', why: 'number' });
});

test('of a file with more areas than one page can show, it is said how many are left', () => {
  const found = read(...Array.from({ length: 230 }, (_, at) => feature(`Zone ${at}`, polygon(RING))));
  if (found.kind === 'fault') throw new Error(found.why);
  expect([found.areas.length, found.left]).toEqual([200, 30]);
});
