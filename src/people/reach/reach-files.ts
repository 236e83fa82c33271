import { csvCell } from '../../kernel/csv-cell.ts';
import { circleOutline } from '../../kernel/shape/shape.ts';
import type { ReachRow } from './reach-rows.ts';

const COLUMNS = [
  'kind',
  'place',
  'name',
  'inhabitants',
  'households',
  'contacts',
  'registered',
  'reachable',
  'share',
] as const;
const CORNERS_OF_CIRCLE = 64;

/** The rows as CSV. The column `place` of areas is their id. */
export const reachCsv = (rows: readonly ReachRow[]): string =>
  [COLUMNS.join(','), ...rows.map((row) => COLUMNS.map((column) => csvCell(row[column])).join(','))]
    .map((line) => `${line}\r\n`)
    .join('');

/** The areas with a polygon or a circle as GeoJSON (RFC 7946): longitude first, rings closed and counter-clockwise. */
export const reachGeoJson = (rows: readonly ReachRow[]): object => ({
  type: 'FeatureCollection',
  features: rows.flatMap(({ shape, kind: _, place, name, share, inhabitants, households, ...counts }) => {
    const ring = shape && ringOf(shape);
    if (ring === undefined) return [];
    const known = { inhabitants: inhabitants ?? null, households: households ?? null, share: share ?? null };
    return [
      {
        type: 'Feature',
        id: Number(place),
        geometry: { type: 'Polygon', coordinates: [ring] },
        properties: { name, ...known, ...counts },
      },
    ];
  }),
});

type Ring = readonly (readonly [lon: number, lat: number])[];

const ringOf = (shape: NonNullable<ReachRow['shape']>): Ring | undefined => {
  if ('postalCodes' in shape) return undefined;
  const points = 'polygon' in shape ? shape.polygon : circleOutline(shape.circle, CORNERS_OF_CIRCLE);
  const ring: Ring = points.map(([lat, lon]) => [lon, lat] as const);
  return isClockwise(ring) ? ring.toReversed() : ring;
};

/** By the sign of the area that the ring encloses (shoelace formula). */
const isClockwise = (ring: Ring): boolean =>
  ring.reduce((sum, [lon, lat], index) => {
    const [nextLon, nextLat] = ring[(index + 1) % ring.length] ?? [lon, lat];
    return sum + (nextLon - lon) * (nextLat + lat);
  }, 0) > 0;
