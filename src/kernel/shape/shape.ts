import { EdgesByLatitude, type LatLon } from './edges-by-latitude.ts';

/** An area in which people are, by their position or by their postal code. */
export type Shape =
  | { readonly polygon: readonly LatLon[] }
  | { readonly circle: { readonly lat: number; readonly lon: number; readonly radiusKm: number } }
  | { readonly postalCodes: readonly string[] };

/** A shape that is drawn on a map. */
type Drawn = Exclude<Shape, { readonly postalCodes: readonly string[] }>;

/** A range of latitudes and longitudes in degrees; `west` is at most `east`. */
interface Box {
  readonly south: number;
  readonly west: number;
  readonly north: number;
  readonly east: number;
}

/** A polygon or circle, prepared to be compared with many positions. */
export interface Place {
  readonly shape: Drawn;
  /** A box around the place; comparing with the box first is cheap. */
  readonly box: Box;
  /** The number of corners of a polygon; 0 for a circle. */
  readonly corners: number;
  /** Whether the position is in the place itself, not only in the box. A position on the edge is inside. */
  contains(lat: number, lon: number): boolean;
}

export const EARTH_RADIUS_KM = 6371.0088;
const MAX_RADIUS_KM = 2000;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;
const degrees = (angle: number): number => (angle * 180) / Math.PI;

const isPosition = (lat: number, lon: number): boolean => Math.abs(lat) <= 90 && Math.abs(lon) <= 180;

/** What is wrong with a shape; undefined if it is valid. A polygon must be closed, as in CAP 1.2 (3.2.4). */
export const shapeError = (shape: Shape): string | undefined => {
  if ('polygon' in shape) return polygonError(shape.polygon);
  if ('circle' in shape) {
    const { lat, lon, radiusKm } = shape.circle;
    if (!isPosition(lat, lon)) return 'a latitude is -90 to 90, a longitude -180 to 180';
    return radiusKm > 0 && radiusKm <= MAX_RADIUS_KM
      ? undefined
      : `a radius is more than 0 and at most ${MAX_RADIUS_KM} km`;
  }
  return shape.postalCodes.length > 0 ? undefined : 'names no postal code';
};

const polygonError = (points: readonly LatLon[]): string | undefined => {
  const [first] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined || points.length < 4)
    return 'a polygon has at least 4 points, the last the same as the first';
  if (first[0] !== last[0] || first[1] !== last[1])
    return 'a polygon is closed: its last point is the same as its first';
  if (!points.every(([lat, lon]) => isPosition(lat, lon)))
    return 'a latitude is -90 to 90, a longitude -180 to 180';
  const { west, east } = boxOf(points);
  // A polygon across the date line would be read as the rest of the world.
  if (east - west > 180) return 'spans more than 180 degrees of longitude: cut it in two at the date line';
  return enclosesSomething(points) ? undefined : 'encloses nothing';
};

/** Points on one line, in any order, enclose no area. */
const enclosesSomething = (points: readonly LatLon[]): boolean => {
  const [a] = points;
  const b = points.find(([lat, lon]) => a !== undefined && (lat !== a[0] || lon !== a[1]));
  if (a === undefined || b === undefined) return false;
  return points.some(
    ([lat, lon]) => Math.abs((b[0] - a[0]) * (lon - a[1]) - (b[1] - a[1]) * (lat - a[0])) > 1e-15,
  );
};

const boxOf = (points: readonly LatLon[]): Box => {
  let [south, west, north, east] = [90, 180, -90, -180];
  for (const [lat, lon] of points) {
    south = Math.min(south, lat);
    north = Math.max(north, lat);
    west = Math.min(west, lon);
    east = Math.max(east, lon);
  }
  return { south, west, north, east };
};

/** The place of a polygon or circle; undefined for postal codes. The shape must be valid by `shapeError`. */
export const placeOf = (shape: Shape): Place | undefined => {
  if ('polygon' in shape) return polygonPlace(shape.polygon);
  if ('circle' in shape) return circlePlace(shape.circle);
  return undefined;
};

/** Applies the even-odd rule with a ray to the east. Edges are straight lines in degrees, as maps draw them. */
const polygonPlace = (points: readonly LatLon[]): Place => {
  let edges: EdgesByLatitude | undefined;
  return {
    shape: { polygon: points },
    box: boxOf(points),
    corners: points.length,
    contains: (lat, lon) => {
      edges ??= new EdgesByLatitude(points);
      return edges.enclose(lat, lon);
    },
  };
};

/**
 * Compares the great-circle distance by the haversine formula, which differs by at most 0.5 % from the distance on the
 * ellipsoid.
 */
const circlePlace = (circle: { lat: number; lon: number; radiusKm: number }): Place => {
  const { lat, lon, radiusKm } = circle;
  const angle = radiusKm / EARTH_RADIUS_KM;
  const half = Math.sin(angle / 2) ** 2;
  const cosLat = Math.cos(radians(lat));
  return {
    shape: { circle },
    box: circleBox(lat, lon, angle),
    corners: 0,
    contains: (atLat, atLon) => {
      const dLat = Math.sin(radians(atLat - lat) / 2);
      const dLon = Math.sin(radians(atLon - lon) / 2);
      return dLat * dLat + cosLat * Math.cos(radians(atLat)) * dLon * dLon <= half;
    },
  };
};

/**
 * The box around a circle: it has all longitudes if the circle covers a pole or crosses the date line. The box is
 * slightly wider than computed, so that rounding excludes nobody.
 */
const circleBox = (lat: number, lon: number, angle: number): Box => {
  const spread = degrees(angle) + 1e-9;
  const south = lat - spread;
  const north = lat + spread;
  const atPole = south <= -90 || north >= 90;
  const sine = Math.sin(angle) / Math.cos(radians(lat));
  const wide = atPole || sine >= 1 ? 360 : degrees(Math.asin(sine)) + 1e-9;
  const whole = lon - wide < -180 || lon + wide > 180;
  return { south, north, west: whole ? -180 : lon - wide, east: whole ? 180 : lon + wide };
};

/** A closed ring of points on a circle, as `[latitude, longitude]`. */
export const circleOutline = (
  { lat, lon, radiusKm }: { readonly lat: number; readonly lon: number; readonly radiusKm: number },
  corners: number,
): readonly LatLon[] => {
  const angle = radiusKm / EARTH_RADIUS_KM;
  const from = radians(lat);
  return Array.from({ length: corners + 1 }, (_, index): LatLon => {
    const bearing = (2 * Math.PI * (index % corners)) / corners;
    const to = Math.asin(
      Math.sin(from) * Math.cos(angle) + Math.cos(from) * Math.sin(angle) * Math.cos(bearing),
    );
    const turned = Math.atan2(
      Math.sin(bearing) * Math.sin(angle) * Math.cos(from),
      Math.cos(angle) - Math.sin(from) * Math.sin(to),
    );
    return [degrees(to), lon + degrees(turned)];
  });
};
