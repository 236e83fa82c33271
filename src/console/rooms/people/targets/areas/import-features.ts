import { closed, type Fault, faultOf, type LatLon, rounded } from '../../../../map/shape/geometry.ts';

/** An area that a file has. */
export interface Candidate {
  readonly name: string;
  readonly polygon: readonly LatLon[];
  readonly hasHoles: boolean;
  readonly fault: Fault | undefined;
}

export type FeaturesRead =
  | {
      readonly kind: 'areas';
      /** At most MOST of them. */
      readonly areas: readonly Candidate[];
      readonly skipped: number;
      /** Further areas of the file. */
      readonly left: number;
    }
  | { readonly kind: 'fault'; readonly why: string };

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** So many areas of one file can be looked at in one table and on one map. */
const MOST = 200;
const MAX_NAME = 100;
const NAMES = ['name', 'nom', 'Name', 'NOM', 'NAME', 'libelle', 'title'];

const nameOf = ({ properties }: Json): string | undefined => {
  const given = isObject(properties) ? NAMES.map((key) => properties[key]) : [];
  const found = given.find((value) => typeof value === 'string' && value.trim() !== '');
  return typeof found === 'string' ? found.trim().slice(0, MAX_NAME) : undefined;
};

const ringOf = (ring: unknown): readonly LatLon[] | undefined => {
  if (!Array.isArray(ring)) return undefined;
  const points = ring.map(
    (one): LatLon => (Array.isArray(one) ? [Number(one[1]), Number(one[0])] : [Number.NaN, 0]),
  );
  return points.some((point) => point.some((number) => !Number.isFinite(number)))
    ? undefined
    : points.map(rounded);
};

/** The polygons of a geometry, each as its rings. */
const polygonsOf = (geometry: unknown): readonly (readonly unknown[])[] => {
  if (!isObject(geometry)) return [];
  const { type, coordinates } = geometry;
  if (!Array.isArray(coordinates)) return [];
  if (type === 'Polygon') return [coordinates];
  return type === 'MultiPolygon' ? coordinates.filter((one) => Array.isArray(one)) : [];
};

/** No two areas may have one name: the second is called "Name (2)". */
const apart = (names: Map<string, number>, name: string): string => {
  const times = (names.get(name) ?? 0) + 1;
  names.set(name, times);
  return times === 1 ? name : `${name.slice(0, MAX_NAME - 6)} (${times})`;
};

/**
 * The areas in a file of GeoJSON.
 *
 * @param unnamed the name of the area at this place of the file, counted from 1, if it has none
 */
export const readFeatures = (text: string, unnamed: (place: number) => string): FeaturesRead => {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    return { kind: 'fault', why: error instanceof Error ? error.message : String(error) };
  }
  if (!isObject(value)) return { kind: 'fault', why: typeof value };
  const features = Array.isArray(value['features'])
    ? (value['features'] as unknown[])
    : [value['type'] === 'Feature' ? value : { geometry: value }];
  const names = new Map<string, number>();
  const areas: Candidate[] = [];
  let skipped = 0;
  for (const [index, feature] of features.entries()) {
    const polygons = isObject(feature) ? polygonsOf(feature['geometry']) : [];
    const rings = polygons.map(([outer]) => ringOf(outer));
    if (polygons.length === 0 || !isObject(feature) || rings.includes(undefined)) {
      skipped += 1;
      continue;
    }
    const name = nameOf(feature) ?? unnamed(index + 1);
    for (const [part, ring] of rings.entries()) {
      const polygon = closed(ring ?? []);
      areas.push({
        name: apart(names, name),
        polygon,
        hasHoles: (polygons[part]?.length ?? 0) > 1,
        fault: faultOf({ polygon }),
      });
    }
  }
  return { kind: 'areas', areas: areas.slice(0, MOST), skipped, left: Math.max(0, areas.length - MOST) };
};
