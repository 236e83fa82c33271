import { isUtf8 } from 'node:buffer';

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** How deep the coordinates of each geometry are nested (RFC 7946, 3.1). */
const DEPTHS: Readonly<Record<string, number>> = {
  Point: 0,
  MultiPoint: 1,
  LineString: 1,
  MultiLineString: 2,
  Polygon: 2,
  MultiPolygon: 3,
};

/** The depth of a geometry's coordinates. `constructor` must not find what every object inherits. */
const depthOf = (type: unknown): number | undefined =>
  typeof type === 'string' && Object.hasOwn(DEPTHS, type) ? DEPTHS[type] : undefined;

const positionFault = (value: unknown): string | undefined => {
  const [lon, lat] = Array.isArray(value) ? (value as unknown[]) : [];
  if (typeof lon !== 'number' || typeof lat !== 'number') return 'has a position that is not two numbers';
  if (Math.abs(lat) <= 90 && Math.abs(lon) <= 180) return undefined;
  return (
    `has the position [${lon}, ${lat}], which is not on the earth: GeoJSON has [longitude, latitude] in degrees ` +
    '(WGS 84); convert other coordinates, such as Lambert-93'
  );
};

const coordinatesFault = (value: unknown, depth: number): string | undefined => {
  if (depth === 0) return positionFault(value);
  if (!Array.isArray(value)) return 'has coordinates that are no list';
  for (const one of value) {
    const fault = coordinatesFault(one, depth - 1);
    if (fault !== undefined) return fault;
  }
  return undefined;
};

const geometryFault = (geometry: unknown, isNested = false): string | undefined => {
  if (!isObject(geometry)) return 'has no geometry';
  const { type, geometries, coordinates } = geometry;
  if (type === 'GeometryCollection' && !isNested) {
    if (!Array.isArray(geometries)) return 'is a GeometryCollection without geometries';
    return geometries.map((one) => geometryFault(one, true)).find((fault) => fault !== undefined);
  }
  const depth = depthOf(type);
  return depth === undefined
    ? `has a geometry of the type ${JSON.stringify(type)?.slice(0, 40)}, which GeoJSON has not`
    : coordinatesFault(coordinates, depth);
};

const featureFault = (feature: unknown): string | undefined => {
  if (!isObject(feature) || feature['type'] !== 'Feature') return 'is no Feature';
  // A feature without a place is allowed (RFC 7946, 3.2).
  return feature['geometry'] === null ? undefined : geometryFault(feature['geometry']);
};

/** What is wrong with a map (GeoJSON, RFC 7946), in words for whoever made the file; undefined: nothing. */
export const mapFault = (octets: Buffer): string | undefined => {
  if (!isUtf8(octets)) return 'is not UTF-8';
  let value: unknown;
  try {
    const text = octets.toString('utf8');
    value = JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  } catch (error) {
    return `is not JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
  const wrong = 'is not GeoJSON: it must be a FeatureCollection, a Feature or a geometry';
  if (!isObject(value)) return wrong;
  if (value['type'] === 'Topology') return 'is TopoJSON: convert it to GeoJSON';
  if (value['type'] === 'Feature') return prefixed('the feature', featureFault(value));
  if (value['type'] !== 'FeatureCollection')
    return value['type'] === 'GeometryCollection' || depthOf(value['type']) !== undefined
      ? prefixed('the geometry', geometryFault(value))
      : wrong;
  const features = value['features'];
  if (!Array.isArray(features)) return 'is not GeoJSON: its FeatureCollection has no features';
  for (const [index, feature] of features.entries()) {
    const fault = featureFault(feature);
    if (fault !== undefined) return prefixed(`features[${index}]`, fault);
  }
  return undefined;
};

const prefixed = (what: string, fault: string | undefined): string | undefined =>
  fault === undefined ? undefined : `${what} ${fault}`;
