import type { Bounds } from '../shape/geometry.ts';
import { boundsOfView, mercator, type View } from '../shape/view.ts';

export interface TileKey {
  readonly z: number;
  readonly x: number;
  readonly y: number;
}

/** What an archive has. */
export interface Extent {
  readonly bounds: Bounds;
  readonly minZoom: number;
  readonly maxZoom: number;
}

/** A tile of its own zoom has so many pixels. */
const TILE_PX = 512;
/** Farther out than this beyond the archive's least zoom, its tiles would be too many and too small. */
const MOST_BELOW = 2;
const MOST_TILES = 60;

export const keyOf = ({ z, x, y }: TileKey): string => `${z}/${x}/${y}`;

/** The zoom of the screen, as tiles count it. */
export const zoomOf = ({ scale }: Pick<View, 'scale'>): number => Math.log2((2 * Math.PI * scale) / TILE_PX);

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

/** Where a place is at a zoom, in tiles from the north-west. */
const inTiles = ([east, north]: readonly [number, number], z: number): readonly [number, number] => {
  const all = 2 ** z;
  const part = (value: number): number => ((value + Math.PI) / (2 * Math.PI)) * all;
  return [part(east), part(-north)];
};

/** The tiles that a view shows, the middle first. */
export const tilesOf = (view: View, { bounds, minZoom, maxZoom }: Extent): readonly TileKey[] => {
  const zoom = zoomOf(view);
  if (zoom < minZoom - MOST_BELOW) return [];
  const z = clamp(Math.round(zoom), minZoom, maxZoom);
  const seen = boundsOfView(view);
  const [west, south] = [Math.max(seen.west, bounds.west), Math.max(seen.south, bounds.south)];
  const [east, north] = [Math.min(seen.east, bounds.east), Math.min(seen.north, bounds.north)];
  if (west >= east || south >= north) return [];
  const last = 2 ** z - 1;
  const [left, top] = inTiles(mercator([north, west]), z);
  const [right, bottom] = inTiles(mercator([south, east]), z);
  const [midX, midY] = inTiles(mercator(view.centre), z);
  const found: TileKey[] = [];
  const [fromX, toX] = [clamp(Math.floor(left), 0, last), clamp(Math.floor(right), 0, last)];
  const [fromY, toY] = [clamp(Math.floor(top), 0, last), clamp(Math.floor(bottom), 0, last)];
  if ((toX - fromX + 1) * (toY - fromY + 1) > 4 * MOST_TILES) return [];
  for (let x = fromX; x <= toX; x++) for (let y = fromY; y <= toY; y++) found.push({ z, x, y });
  const away = ({ x, y }: TileKey): number => Math.hypot(x + 0.5 - midX, y + 0.5 - midY);
  return found.toSorted((a, b) => away(a) - away(b)).slice(0, MOST_TILES);
};

/** The tile in which another one is, so many zooms farther out. */
export const above = ({ z, x, y }: TileKey, zooms: number): TileKey => ({
  z: z - zooms,
  x: Math.floor(x / 2 ** zooms),
  y: Math.floor(y / 2 ** zooms),
});

/** The square of a tile on the screen, in pixels of the page. */
export const squareOf = (
  { z, x, y }: TileKey,
  { centre, scale, width, height }: View,
): { readonly x: number; readonly y: number; readonly side: number } => {
  const side = (2 * Math.PI * scale) / 2 ** z;
  const [midX, midY] = inTiles(mercator(centre), z);
  return { x: width / 2 + (x - midX) * side, y: height / 2 + (y - midY) * side, side };
};
