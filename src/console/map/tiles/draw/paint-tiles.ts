import type { Brush } from '../../canvas/paint.ts';
import { squareOf, type TileKey, zoomOf } from '../pick.ts';
import { LIMITS } from '../read/limits.ts';
import type { Tile } from './build-tile.ts';
import { type Label, placed } from './labels.ts';
import { KINDS, type Kind, LOOKS, type Schema, widthAt } from './style.ts';

/** A tile in the square of the one that is wanted, which may be a part of it. */
export interface Shown {
  readonly square: TileKey;
  readonly key: TileKey;
  readonly tile: Tile<Path2D>;
}

const coloursOf = (element: HTMLElement): ((name: string) => string) => {
  const style = getComputedStyle(element);
  return (name) => style.getPropertyValue(`--map-${name}`).trim();
};

const COLOURS: Readonly<Record<Kind, string>> = {
  land: 'land',
  green: 'green',
  water: 'water',
  waterway: 'water',
  building: 'building',
  boundary: 'line',
  path: 'path',
  minor: 'minor',
  rail: 'rail',
  medium: 'medium',
  major: 'major',
  outline: 'line',
};

/** Whole pixels of the screen, so that no seam shows between two squares. */
const clipTo = ({ context, view, ratio }: Brush, key: TileKey): void => {
  const { x, y, side } = squareOf(key, view);
  const [left, top] = [Math.round(x * ratio), Math.round(y * ratio)];
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.beginPath();
  context.rect(left, top, Math.round((x + side) * ratio) - left, Math.round((y + side) * ratio) - top);
  context.clip();
};

const paintTile = (
  brush: Brush,
  { square, key, tile }: Shown,
  isAllLand: boolean,
  colour: (name: string) => string,
): void => {
  const { context, view, ratio } = brush;
  const zoom = zoomOf(view);
  context.save();
  clipTo(brush, square);
  if (isAllLand) {
    context.fillStyle = colour('land');
    context.fill();
  }
  const { x, y, side } = squareOf(key, view);
  context.lineJoin = 'round';
  for (const kind of KINDS) {
    const look = LOOKS[kind];
    if (zoom < look.from) continue;
    for (const { path, extent } of tile.parts.get(kind) ?? []) {
      const scale = side / extent;
      context.setTransform(scale * ratio, 0, 0, scale * ratio, x * ratio, y * ratio);
      if (look.width === undefined) {
        context.fillStyle = colour(COLOURS[kind]);
        context.fill(path);
        continue;
      }
      context.strokeStyle = colour(COLOURS[kind]);
      context.lineWidth = widthAt(look.width, zoom) / scale;
      context.setLineDash((look.dash ?? []).map((length) => length / scale));
      context.stroke(path);
    }
  }
  context.restore();
};

const FONT = 'system-ui, "Segoe UI", Roboto, "Liberation Sans", sans-serif';
const HALO_PX = 3;
const fontOf = ({ weight }: Pick<Label, 'weight'>): string =>
  weight <= 2 ? `600 15px ${FONT}` : weight === 3 ? `600 14px ${FONT}` : `13px ${FONT}`;

const paintNames = (brush: Brush, shown: readonly Shown[]): void => {
  const { context, view, palette } = brush;
  const candidates = shown.flatMap(({ key, tile }) => {
    const { x, y, side } = squareOf(key, view);
    return tile.labels.map((label) => ({ label, x: x + label.x * side, y: y + label.y * side }));
  });
  const widthOf = (label: Label): number => {
    context.font = fontOf(label);
    return context.measureText(label.name).width;
  };
  const { width, height } = view;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.lineJoin = 'round';
  context.strokeStyle = palette.halo;
  context.lineWidth = HALO_PX;
  context.fillStyle = palette.text;
  for (const { label, x, y } of placed(candidates, { zoom: zoomOf(view), width, height, widthOf })) {
    context.font = fontOf(label);
    context.strokeText(label.name, x, y);
    context.fillText(label.name, x, y);
  }
};

/** Draws tiles, and then the names of places over all of them. */
export const paintTiles = (brush: Brush, shown: readonly Shown[], schema: Schema): void => {
  const { context, ratio } = brush;
  const colour = coloursOf(context.canvas);
  let points = 0;
  const drawn = shown.filter(({ tile }) => {
    points += tile.points;
    return points <= LIMITS.pointsDrawn;
  });
  // Only Protomaps says where land is; elsewhere it is what is no water.
  for (const one of drawn) paintTile(brush, one, schema === 'openmaptiles', colour);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  // The same tile may stand in for several that are still to come.
  paintNames(brush, [...new Map(drawn.map((one) => [one.tile, one])).values()]);
};
