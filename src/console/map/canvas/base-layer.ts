import { type GeoContext, geoPath, geoTransform } from 'd3-geo';
import type { GeoJSON, Geometry } from 'geojson';
import { featuresOf, nameOf } from '../shape/features.ts';
import { type Bounds, boundsOf, type LatLon } from '../shape/geometry.ts';
import { mercator } from '../shape/view.ts';

interface BasePart {
  readonly path: Path2D;
  readonly bounds: Bounds;
  readonly isFilled: boolean;
  readonly name: string | undefined;
}

/** A map of GeoJSON, prepared once: moving and zooming only draws the same paths with another matrix. */
export interface BaseLayer {
  readonly parts: readonly BasePart[];
  readonly bounds: Bounds | undefined;
  /** Unit Mercator of the point from which the paths are measured, since paths keep about seven digits. */
  readonly origin: readonly [east: number, north: number];
}

/** Of a point of the map, radians of unit Mercator: about 30 metres. */
const POINT_RADIUS = 5e-6;
function* positionsOf(geometry: Geometry): Generator<LatLon> {
  if (geometry.type === 'GeometryCollection') {
    for (const one of geometry.geometries) yield* positionsOf(one);
    return;
  }
  const pending: unknown[] = [geometry.coordinates];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (!Array.isArray(next)) continue;
    if (typeof next[0] === 'number') yield [next[1] as number, next[0]];
    else pending.push(...next);
  }
}

const isFilled = ({ type }: Geometry): boolean => type.endsWith('Polygon') || type === 'GeometryCollection';

export const layerOf = (map: GeoJSON): BaseLayer => {
  const kept = featuresOf(map).flatMap((feature) => {
    const geometry = feature.geometry as Geometry | null;
    const bounds = geometry === null ? undefined : boundsOf(positionsOf(geometry));
    return geometry === null || bounds === undefined ? [] : [{ feature, geometry, bounds }];
  });
  const bounds = boundsOf(
    kept.flatMap(({ bounds: { south, west, north, east } }): LatLon[] => [
      [south, west],
      [north, east],
    ]),
  );
  const origin = bounds
    ? mercator([(bounds.south + bounds.north) / 2, (bounds.west + bounds.east) / 2])
    : ([0, 0] as const);
  // Plane, not on the sphere: the rings of many files run the other way round than d3 takes for the inside.
  const plane = geoTransform({
    point(lon, lat) {
      const [east, north] = mercator([lat, lon]);
      this.stream.point(east - origin[0], north - origin[1]);
    },
  });
  const parts = kept.map(({ feature, geometry, bounds: own }) => {
    const path = new Path2D();
    // A path takes what a canvas takes, but beginPath, which is never called for it here.
    geoPath(plane, path as unknown as GeoContext).pointRadius(POINT_RADIUS)(geometry);
    return { path, bounds: own, isFilled: isFilled(geometry), name: nameOf(feature) };
  });
  return { parts, bounds, origin };
};
