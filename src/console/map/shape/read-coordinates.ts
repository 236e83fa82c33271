import { type LatLon, opened } from './geometry.ts';

/** What a pasted text means. */
export type Pasted =
  | {
      readonly kind: 'points';
      readonly points: readonly LatLon[];
      readonly holes: number;
      readonly others: number;
    }
  /** `mustBe` names what was found where something else belongs. */
  | {
      readonly kind: 'fault';
      readonly why: 'nothing' | 'offEarth' | 'odd' | 'noPolygon';
      readonly found: string;
    };

const fault = (why: Extract<Pasted, { kind: 'fault' }>['why'], found = ''): Pasted => ({
  kind: 'fault',
  why,
  found: found.slice(0, 60),
});

const points = (found: readonly LatLon[], holes = 0, others = 0): Pasted => {
  const wrong = found.find(([lat, lon]) => !(Math.abs(lat) <= 90 && Math.abs(lon) <= 180));
  if (wrong !== undefined) return fault('offEarth', wrong.join(' '));
  return { kind: 'points', points: opened(found), holes, others };
};

type Ring = readonly (readonly number[])[];
const ofLonLat = (ring: Ring): readonly LatLon[] =>
  ring.map(([lon = Number.NaN, lat = Number.NaN]) => [lat, lon]);

/** The first ring of the first polygon, in a Polygon or MultiPolygon of GeoJSON, at any depth. */
const polygonsOf = (value: unknown, depth = 0): readonly (readonly Ring[])[] => {
  if (typeof value !== 'object' || value === null || depth > 5) return [];
  const { type, coordinates, geometry, features, geometries } = value as Readonly<Record<string, unknown>>;
  if (type === 'Polygon' && Array.isArray(coordinates)) return [coordinates as Ring[]];
  if (type === 'MultiPolygon' && Array.isArray(coordinates)) return coordinates as Ring[][];
  const inside = [geometry, ...[features, geometries].flatMap((one) => (Array.isArray(one) ? one : []))];
  return inside.flatMap((one) => polygonsOf(one, depth + 1));
};

const ofGeoJson = (text: string): Pasted => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return fault('nothing', text);
  }
  const polygons = polygonsOf(value);
  const [ring, ...holes] = polygons[0] ?? [];
  if (ring === undefined || !Array.isArray(ring)) return fault('noPolygon');
  const found = ofLonLat(ring);
  return found.some((one) => one.some((number) => !Number.isFinite(number)))
    ? fault('noPolygon')
    : points(found, holes.length, polygons.length - 1);
};

const NUMBER = String.raw`[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?`;
const PAIR = new RegExp(String.raw`^\s*(${NUMBER})\s+(${NUMBER})(?:\s+${NUMBER})*\s*$`);

/** WKT has longitude first, as GeoJSON has (OGC 06-103r4, 7.2). */
const ofWkt = (text: string): Pasted => {
  const rings = [...text.matchAll(/\(([^()]+)\)/g)].map(([, inside = '']) => inside.split(','));
  const [ring] = rings;
  if (ring === undefined || !/^\s*(SRID=\d+;)?\s*(MULTI)?POLYGON/i.test(text)) return fault('noPolygon');
  const found: LatLon[] = [];
  for (const one of ring) {
    const pair = PAIR.exec(one);
    if (pair === null) return fault('odd', one);
    found.push([Number(pair[2]), Number(pair[1])]);
  }
  const others = /^\s*(SRID=\d+;)?\s*MULTI/i.test(text) ? text.split(/\)\s*\)\s*,\s*\(\s*\(/).length - 1 : 0;
  return points(found, rings.length - 1 - others, others);
};

const LETTERED = /([NSEWO])/i;

/**
 * One angle: 43.6, 43,6, 43°36'15"N or N 43.6. The letter O is the French west.
 *
 * @returns undefined if it is none
 */
export const readAngle = (text: string, axis: 'lat' | 'lon'): number | undefined => {
  const letter = LETTERED.exec(text)?.[1]?.toUpperCase();
  if (letter !== undefined && (axis === 'lat') !== (letter === 'N' || letter === 'S')) return undefined;
  const bare = text
    .replace(LETTERED, ' ')
    .replaceAll(/[\u2212\u2013]/g, '-')
    .trim();
  const plain = /^([-+]?\d+(?:[.,]\d+)?)\s*°?$/.exec(bare);
  const sexagesimal =
    /^([-+]?)(\d+)\s*°\s*(\d+(?:[.,]\d+)?)\s*['′’](?:\s*(\d+(?:[.,]\d+)?)\s*(?:"|″|”|''))?$/.exec(bare);
  const number = (part: string | undefined): number => Number((part ?? '0').replace(',', '.'));
  let angle: number;
  if (plain) angle = number(plain[1]);
  else if (sexagesimal) {
    angle = number(sexagesimal[2]) + number(sexagesimal[3]) / 60 + number(sexagesimal[4]) / 3600;
    if (sexagesimal[1] === '-') angle = -angle;
  } else return undefined;
  if (letter === undefined) return angle;
  return letter === 'N' || letter === 'E' ? angle : -Math.abs(angle);
};

/** A latitude and a longitude, in this order: "43.6, 1.44", "43,6 ; 1,44", "43.6 1.44", "43°36'N 1°26'E". */
export const readLatLon = (text: string): LatLon | undefined => {
  const line = text
    .trim()
    .replace(/^[([]\s*/, '')
    .replace(/\s*[)\]]$/, '');
  const separated = [
    /^([^;]+);([^;]+)$/,
    /^([^,]+),\s*([^,]+)$/,
    /^(\S*\d\S*[NS]?)[\s,]+([-+\dEWO]\S*)$/i,
    /^(.*[NS])[\s,]+(.*)$/i,
    /^(\S+,\d+),?\s+(\S+,\d+)$/,
  ];
  for (const pattern of separated) {
    const [, first, second] = pattern.exec(line) ?? [];
    if (first === undefined || second === undefined) continue;
    const lat = readAngle(first.trim(), 'lat');
    const lon = readAngle(second.trim(), 'lon');
    if (lat !== undefined && lon !== undefined) return [lat, lon];
  }
  return undefined;
};

/** Reads what somebody pasted: a place on each line, WKT or GeoJSON. */
export const readCoordinates = (text: string): Pasted => {
  const trimmed = text.trim();
  if (trimmed === '') return fault('nothing');
  if (trimmed.startsWith('{')) return ofGeoJson(trimmed);
  if (/^(SRID|MULTI|POLY|POINT|LINE|CURVE)/i.test(trimmed)) return ofWkt(trimmed);
  const found: LatLon[] = [];
  for (const line of trimmed.split(/[\r\n]+/)) {
    if (line.trim() === '') continue;
    const place = readLatLon(line);
    if (place === undefined) return fault('odd', line.trim());
    found.push(place);
  }
  return points(found);
};
