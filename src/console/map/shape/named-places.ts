import type { Feature, GeoJSON, Position } from 'geojson';
import { type Place, placeOf, type Shape, shapeError } from '../../../kernel/shape/shape.ts';
import { featuresOf, nameOf } from './features.ts';
import { type Bounds, boundsOf, type LatLon, outlineOf, overlaps } from './geometry.ts';

/** Pairs of edges that are compared at most for one shape: more would hold up the page. */
const MOST_PAIRS = 2_000_000;

type Ring = readonly LatLon[];

/** An area of the map with its holes, or a point. */
interface Part {
  readonly name: string;
  readonly bounds: Bounds;
  readonly outer: Ring;
  readonly holes: readonly Ring[];
}

export interface Touched {
  /** Each once, in the order of the map. */
  readonly names: readonly string[];
  /** Whether all places were compared; else there may be more. */
  readonly isAll: boolean;
}

const NONE: Touched = { names: [], isAll: true };

const ringOf = (positions: readonly Position[]): Ring =>
  positions.map(([lon = Number.NaN, lat = Number.NaN]): LatLon => [lat, lon]);

const partsOf = (feature: Feature): readonly Part[] => {
  const { geometry } = feature;
  const name = nameOf(feature);
  if (name === undefined || geometry === null) return [];
  const polygons =
    geometry.type === 'Polygon'
      ? [geometry.coordinates]
      : geometry.type === 'MultiPolygon'
        ? geometry.coordinates
        : geometry.type === 'Point'
          ? [[[geometry.coordinates]]]
          : [];
  return polygons.flatMap(([first = [], ...rest]): Part[] => {
    const outer = ringOf(first);
    const bounds = boundsOf(outer);
    return bounds === undefined ? [] : [{ name, bounds, outer, holes: rest.map(ringOf) }];
  });
};

const prepared = new WeakMap<GeoJSON, readonly Part[]>();

/** The named parts of a map, prepared once: it may have many thousands. */
const partsOfMap = (map: GeoJSON): readonly Part[] => {
  const before = prepared.get(map);
  if (before !== undefined) return before;
  const parts = featuresOf(map).flatMap(partsOf);
  prepared.set(map, parts);
  return parts;
};

const side = (a: LatLon, b: LatLon, c: LatLon): number =>
  Math.sign((b[1] - a[1]) * (c[0] - a[0]) - (b[0] - a[0]) * (c[1] - a[1]));

const edgesCross = (one: Ring, other: Ring): boolean =>
  one.some((b, i) => {
    const a = one[i - 1];
    return (
      a !== undefined &&
      other.some((d, j) => {
        const c = other[j - 1];
        return c !== undefined && side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
      })
    );
  });

const inside = (ring: Ring, [lat, lon]: LatLon): boolean =>
  ring.length > 3 && placeOf({ polygon: ring })?.contains(lat, lon) === true;

/** The areas and points of a map that the shape touches. */
export const placesTouched = (map: GeoJSON, shape: Shape): Touched => {
  // A shape that is being drawn may not be one yet.
  const within: Place | undefined = shapeError(shape) === undefined ? placeOf(shape) : undefined;
  if (within === undefined) return NONE;
  const outline = outlineOf(shape);
  const [corner] = outline;
  let pairs = 0;
  let isAll = true;
  const crosses = (ring: Ring): boolean => {
    pairs += outline.length * ring.length;
    if (pairs > MOST_PAIRS) isAll = false;
    return pairs <= MOST_PAIRS && edgesCross(outline, ring);
  };
  const isTouched = ({ bounds, outer, holes }: Part): boolean => {
    if (!overlaps(bounds, within.box)) return false;
    if (outer.some(([lat, lon]) => within.contains(lat, lon))) return true;
    if (outer.length < 4) return false;
    if ([outer, ...holes].some(crosses)) return true;
    // No edge crosses: the shape is inside the area, inside one of its holes, or beside it.
    return corner !== undefined && inside(outer, corner) && !holes.some((hole) => inside(hole, corner));
  };
  const names = new Set<string>();
  for (const part of partsOfMap(map)) if (!names.has(part.name) && isTouched(part)) names.add(part.name);
  return { names: [...names], isAll };
};
