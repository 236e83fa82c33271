import { circleOutline, type Shape, shapeError } from '../../../kernel/shape/shape.ts';

export type LatLon = readonly [lat: number, lon: number];
export interface Bounds {
  readonly south: number;
  readonly west: number;
  readonly north: number;
  readonly east: number;
}

const EARTH_RADIUS_KM = 6371.0088;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;
/** A degree of 1e-6 is a tenth of a metre: more digits would say what nobody measured. */
const DIGITS = 6;
const CORNERS_OF_CIRCLE = 96;

export const rounded = ([lat, lon]: LatLon): LatLon => [
  Number(lat.toFixed(DIGITS)),
  Number(lon.toFixed(DIGITS)),
];

export const same = (a: LatLon | undefined, b: LatLon | undefined): boolean =>
  a !== undefined && b !== undefined && a[0] === b[0] && a[1] === b[1];

export const closed = (points: readonly LatLon[]): readonly LatLon[] => {
  const [first] = points;
  return first === undefined || (points.length > 1 && same(first, points.at(-1)))
    ? points
    : [...points, first];
};

/** Without the last point, if it is the first again. */
export const opened = (points: readonly LatLon[]): readonly LatLon[] =>
  points.length > 1 && same(points[0], points.at(-1)) ? points.slice(0, -1) : points;

export const overlaps = (a: Bounds, b: Bounds): boolean =>
  a.south <= b.north && a.north >= b.south && a.west <= b.east && a.east >= b.west;

/** The line that a shape is drawn by; nothing for postal codes, which are no place on a map. */
export const outlineOf = (shape: Shape): readonly LatLon[] => {
  if ('polygon' in shape) return shape.polygon;
  return 'circle' in shape ? circleOutline(shape.circle, CORNERS_OF_CIRCLE) : [];
};

export const boundsOf = (points: Iterable<LatLon>): Bounds | undefined => {
  let bounds: Bounds | undefined;
  for (const [lat, lon] of points) {
    bounds = {
      south: Math.min(bounds?.south ?? lat, lat),
      north: Math.max(bounds?.north ?? lat, lat),
      west: Math.min(bounds?.west ?? lon, lon),
      east: Math.max(bounds?.east ?? lon, lon),
    };
  }
  return bounds;
};

export const distanceM = ([fromLat, fromLon]: LatLon, [lat, lon]: LatLon): number => {
  const dLat = Math.sin(radians(lat - fromLat) / 2);
  const dLon = Math.sin(radians(lon - fromLon) / 2);
  const half = dLat * dLat + Math.cos(radians(fromLat)) * Math.cos(radians(lat)) * dLon * dLon;
  return 2000 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(half)));
};

/**
 * The ground that a shape covers; undefined for postal codes. Edges are straight in degrees, so that the area between
 * an edge and the equator is that of a trapezium in the sine of the latitude.
 */
export const squareKm = (shape: Shape): number | undefined => {
  if ('postalCodes' in shape) return undefined;
  if ('circle' in shape)
    return 2 * Math.PI * EARTH_RADIUS_KM ** 2 * (1 - Math.cos(shape.circle.radiusKm / EARTH_RADIUS_KM));
  let sum = 0;
  for (const [index, [lat, lon]] of shape.polygon.entries()) {
    const [nextLat, nextLon] = shape.polygon[(index + 1) % shape.polygon.length] ?? [lat, lon];
    sum += radians(nextLon - lon) * (Math.sin(radians(lat)) + Math.sin(radians(nextLat)));
  }
  return Math.abs((sum * EARTH_RADIUS_KM ** 2) / 2);
};

const turn = ([ay, ax]: LatLon, [by, bx]: LatLon, [cy, cx]: LatLon): number =>
  Math.sign((bx - ax) * (cy - ay) - (by - ay) * (cx - ax));

const cross = (a: LatLon, b: LatLon, c: LatLon, d: LatLon): boolean =>
  turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0;

/** Above this many points, comparing each edge with each would make a page stutter. */
const MOST_COMPARED = 1000;

/** The first two edges that cross, by the number of their first point from 1; undefined: none, or too many to look. */
export const crossingOf = (points: readonly LatLon[]): readonly [number, number] | undefined => {
  const ring = closed(points);
  if (ring.length > MOST_COMPARED) return undefined;
  for (let one = 0; one + 1 < ring.length; one++) {
    for (let other = one + 2; other + 1 < ring.length; other++) {
      const [a, b, c, d] = [ring[one], ring[one + 1], ring[other], ring[other + 1]];
      if (a && b && c && d && cross(a, b, c, d)) return [one + 1, other + 1];
    }
  }
  return undefined;
};

export type Fault = 'fewPoints' | 'manyPoints' | 'offEarth' | 'dateLine' | 'nothing' | 'radius' | 'noCodes';

const MOST_POINTS = 10_000;
const MAX_RADIUS_KM = 2000;
const isOnEarth = ([lat, lon]: LatLon): boolean => Math.abs(lat) <= 90 && Math.abs(lon) <= 180;

/** Why the gateway would refuse a shape, as a word for which the page has a sentence; undefined: it takes it. */
export const faultOf = (shape: Shape): Fault | undefined => {
  if (shapeError(shape) === undefined)
    return 'polygon' in shape && shape.polygon.length > MOST_POINTS ? 'manyPoints' : undefined;
  if ('postalCodes' in shape) return 'noCodes';
  if ('circle' in shape) {
    const { lat, lon, radiusKm } = shape.circle;
    return isOnEarth([lat, lon]) && (radiusKm > MAX_RADIUS_KM || !(radiusKm > 0)) ? 'radius' : 'offEarth';
  }
  if (shape.polygon.length < 4) return 'fewPoints';
  if (!shape.polygon.every(isOnEarth)) return 'offEarth';
  const bounds = boundsOf(shape.polygon);
  return bounds !== undefined && bounds.east - bounds.west > 180 ? 'dateLine' : 'nothing';
};

/** The middle of what is drawn, for a name. */
export const middleOf = (shape: Shape): LatLon | undefined => {
  if ('circle' in shape) return [shape.circle.lat, shape.circle.lon];
  const bounds = boundsOf(outlineOf(shape));
  return bounds && [(bounds.south + bounds.north) / 2, (bounds.west + bounds.east) / 2];
};
