import { expect, test } from 'vitest';
import {
  readAngle,
  readCoordinates,
  readLatLon,
} from '../../../../src/console/map/shape/read-coordinates.ts';

test.each([
  ['43.6, 1.44', [43.6, 1.44]],
  ['43.6 1.44', [43.6, 1.44]],
  ['43,6 ; 1,44', [43.6, 1.44]],
  ['43,6 1,44', [43.6, 1.44]],
  ['(43.6, -1.44)', [43.6, -1.44]],
  ['43.6N 1.44W', [43.6, -1.44]],
  ['43.6° N, 1.44° O', [43.6, -1.44]],
  [`43°36'00"N 1°26'24"E`, [43.6, 1.44]],
  ['43°36.0′ N, 1°26.4′ E', [43.6, 1.44]],
  ['\u221233.5, 151', [-33.5, 151]],
] as const)('%s is read as latitude and longitude', (text, expected) => {
  const [lat, lon] = readLatLon(text) ?? [Number.NaN, Number.NaN];
  expect(lat).toBeCloseTo(expected[0], 9);
  expect(lon).toBeCloseTo(expected[1], 9);
});

test.each(['', '43.6', 'Toulouse', '43.6, est', '1.44 E, 43.6 N', '43.6,1.44,2', '<b>1</b>, 2'])(
  '"%s" is no place',
  (text) => {
    expect(readLatLon(text)).toBeUndefined();
  },
);

test('a letter that does not fit the axis makes no angle', () => {
  expect(readAngle('1.4 E', 'lat')).toBeUndefined();
  expect(readAngle('1.4 E', 'lon')).toBe(1.4);
});

const SQUARE = [
  [43.6, 1.4],
  [43.6, 1.5],
  [43.7, 1.5],
];
const LON_LAT = [...SQUARE, SQUARE[0] ?? []].map(([lat, lon]) => [lon, lat]);
const WKT = LON_LAT.map((one) => one.join(' ')).join(', ');

test('the same outline is read from lines, WKT and GeoJSON, without its repeated end', () => {
  const expected = { kind: 'points', points: SQUARE, holes: 0, others: 0 };
  expect(readCoordinates('43.6, 1.4\n43.6, 1.5\r\n\n43.7, 1.5\n43.6, 1.4')).toEqual(expected);
  expect(readCoordinates(`POLYGON ((${WKT}))`)).toEqual(expected);
  expect(readCoordinates(`SRID=4326;POLYGON((${WKT}))`)).toEqual(expected);
  expect(readCoordinates(JSON.stringify({ type: 'Polygon', coordinates: [LON_LAT] }))).toEqual(expected);
  expect(
    readCoordinates(
      JSON.stringify({
        type: 'FeatureCollection',
        features: [{ type: 'Feature', geometry: { type: 'MultiPolygon', coordinates: [[LON_LAT]] } }],
      }),
    ),
  ).toEqual(expected);
});

test('what is left out of a file is counted', () => {
  expect(readCoordinates(`MULTIPOLYGON (((${WKT}), (${WKT})), ((${WKT})))`)).toMatchObject({
    holes: 1,
    others: 1,
  });
  const polygons = { type: 'MultiPolygon', coordinates: [[LON_LAT, LON_LAT], [LON_LAT], [LON_LAT]] };
  expect(readCoordinates(JSON.stringify(polygons))).toMatchObject({ holes: 1, others: 2 });
});

test('what cannot be read is named with what was found', () => {
  expect(readCoordinates('43.6, 1.4\nsomewhere')).toEqual({ kind: 'fault', why: 'odd', found: 'somewhere' });
  expect(readCoordinates('574000, 6280000')).toEqual({
    kind: 'fault',
    why: 'offEarth',
    found: '574000 6280000',
  });
  expect(readCoordinates('POINT (1 2)')).toMatchObject({ why: 'noPolygon' });
  expect(readCoordinates('POLYGON ((1 2, a b))')).toMatchObject({ why: 'odd', found: ' a b' });
  expect(readCoordinates('{"type":"Polygon","coordinates":[[["x"]]]}')).toMatchObject({ why: 'noPolygon' });
  expect(readCoordinates('{')).toMatchObject({ why: 'nothing' });
  expect(readCoordinates('  ')).toMatchObject({ why: 'nothing' });
});
