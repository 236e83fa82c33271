import { geoMercator } from 'd3-geo';
import type { Bounds, LatLon } from './geometry.ts';

/** What part of the earth a canvas shows. Mercator keeps angles: a circle on the ground looks like one. */
export interface View {
  readonly centre: LatLon;
  /** Pixels for each radian of longitude. */
  readonly scale: number;
  readonly width: number;
  readonly height: number;
}

export type Pixel = readonly [x: number, y: number];

/** Beyond this latitude Mercator grows without end. */
const MAX_LAT = 85;
/** The whole earth in 300 pixels, and a metre in about 6 pixels. */
const MIN_SCALE = 48;
const MAX_SCALE = 4e7;
/** A single point is shown with about this much around it, degrees. */
const LEAST_SPAN = 0.01;
/** The part of the canvas that the bounds fill. */
const FILLED = 0.8;

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

/** Unit Mercator: radians to the east and to the north. */
export const mercator = ([lat, lon]: LatLon): Pixel => {
  const point = geoMercator().scale(1).translate([0, 0])([lon, clamp(lat, -MAX_LAT, MAX_LAT)]);
  return [point?.[0] ?? 0, -(point?.[1] ?? 0)];
};

const unmercator = ([east, north]: Pixel): LatLon => {
  const found = geoMercator().scale(1).translate([0, 0]).invert?.([east, -north]);
  return [found?.[1] ?? 0, found?.[0] ?? 0];
};

export const project = ({ centre, scale, width, height }: View, place: LatLon): Pixel => {
  const [east, north] = mercator(place);
  const [midEast, midNorth] = mercator(centre);
  return [width / 2 + (east - midEast) * scale, height / 2 - (north - midNorth) * scale];
};

export const unproject = ({ centre, scale, width, height }: View, [x, y]: Pixel): LatLon => {
  const [midEast, midNorth] = mercator(centre);
  const half = Math.PI;
  const east = clamp(midEast + (x - width / 2) / scale, -half, half);
  return unmercator([east, midNorth - (y - height / 2) / scale]);
};

const within = (view: View): View => ({
  ...view,
  scale: clamp(view.scale, MIN_SCALE, MAX_SCALE),
  centre: [clamp(view.centre[0], -MAX_LAT, MAX_LAT), clamp(view.centre[1], -180, 180)],
});

/** The view that shows all of the bounds, with some room around them. */
export const viewOf = (bounds: Bounds, width: number, height: number): View => {
  const room = (low: number, high: number): readonly [number, number] => {
    const missing = Math.max(0, LEAST_SPAN - (high - low)) / 2;
    return [low - missing, high + missing];
  };
  const [south, north] = room(bounds.south, bounds.north);
  const [west, east] = room(bounds.west, bounds.east);
  const [left, bottom] = mercator([south, west]);
  const [right, top] = mercator([north, east]);
  const centre = unmercator([(left + right) / 2, (bottom + top) / 2]);
  const scale = FILLED * Math.min(width / (right - left), height / (top - bottom));
  return within({ centre, scale, width, height });
};

/** The place that was under `from` is under `to`. */
export const pan = (view: View, from: Pixel, to: Pixel): View => {
  const [midEast, midNorth] = mercator(view.centre);
  const moved: Pixel = [midEast - (to[0] - from[0]) / view.scale, midNorth + (to[1] - from[1]) / view.scale];
  return within({ ...view, centre: unmercator(moved) });
};

/** The place under the pixel stays where it is. */
export const zoomAt = (view: View, factor: number, [x, y]: Pixel): View => {
  const nearer = within({ ...view, scale: view.scale * factor });
  const place = unproject(view, [x, y]);
  return pan(nearer, project(nearer, place), [x, y]);
};

export const resize = (view: View, width: number, height: number): View => ({ ...view, width, height });

export const boundsOfView = (view: View): Bounds => {
  const [north, west] = unproject(view, [0, 0]);
  const [south, east] = unproject(view, [view.width, view.height]);
  return { south, west, north, east };
};

const EARTH_RADIUS_M = 6_371_008.8;

/** Metres on the ground that a pixel in the middle of the canvas has. */
export const metresPerPixel = ({ centre, scale }: View): number =>
  (EARTH_RADIUS_M * Math.cos((centre[0] * Math.PI) / 180)) / scale;
