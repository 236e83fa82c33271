import type { Shape } from '../../../kernel/shape/shape.ts';
import { boundsOf, type LatLon, middleOf, outlineOf, overlaps } from '../shape/geometry.ts';
import { degrees, digitsOf, gridOf } from '../shape/graticule.ts';
import { boundsOfView, mercator, type Pixel, project, type View } from '../shape/view.ts';
import type { BaseLayer } from './base-layer.ts';

/** The colours of the canvas, which has no style sheet; read from the page, so that the dark follows. */
export interface Palette {
  readonly ground: string;
  readonly land: string;
  readonly line: string;
  readonly grid: string;
  readonly text: string;
  readonly halo: string;
  readonly accent: string;
  readonly bad: string;
}

export const paletteOf = (element: HTMLElement): Palette => {
  const style = getComputedStyle(element);
  const read = (name: string): string => style.getPropertyValue(name).trim();
  return {
    ground: read('--map-ground'),
    land: read('--map-land'),
    line: read('--map-line'),
    grid: read('--map-grid'),
    text: read('--map-text'),
    halo: read('--map-halo'),
    accent: read('--map-accent'),
    bad: read('--bad'),
  };
};

export interface Brush {
  readonly context: CanvasRenderingContext2D;
  readonly view: View;
  readonly palette: Palette;
  /** Pixels of the screen for each pixel of the page. */
  readonly ratio: number;
}

const FONT = '14px system-ui, "Segoe UI", Roboto, "Liberation Sans", sans-serif';
const HALO_PX = 3;
const GRID_LABELS_PX = 34;

const paintText = (
  { context, palette }: Brush,
  text: string,
  [x, y]: Pixel,
  align: CanvasTextAlign,
): void => {
  context.font = FONT;
  context.textAlign = align;
  context.textBaseline = 'middle';
  context.lineJoin = 'round';
  context.strokeStyle = palette.halo;
  context.lineWidth = HALO_PX;
  context.strokeText(text, x, y);
  context.fillStyle = palette.text;
  context.fillText(text, x, y);
};

export const paintGround = ({ context, view, palette, ratio }: Brush): void => {
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.fillStyle = palette.ground;
  context.fillRect(0, 0, view.width, view.height);
};

/** A name is drawn where its outline is wide enough for it. */
const paintNames = (brush: Brush, layer: BaseLayer): void => {
  const { context, view } = brush;
  const seen = boundsOfView(view);
  context.font = FONT;
  for (const { bounds, name } of layer.parts) {
    if (name === undefined || !overlaps(bounds, seen)) continue;
    const [left, bottom] = project(view, [bounds.south, bounds.west]);
    const [right, top] = project(view, [bounds.north, bounds.east]);
    const middle = (top + bottom) / 2;
    // The labels of the grid stand at the top.
    if (context.measureText(name).width + 8 < right - left && middle > GRID_LABELS_PX)
      paintText(brush, name, [(left + right) / 2, middle], 'center');
  }
};

export const paintBase = (brush: Brush, layer: BaseLayer): void => {
  const { context, view, palette, ratio } = brush;
  const seen = boundsOfView(view);
  const [midEast, midNorth] = mercator(view.centre);
  const { scale, width, height } = view;
  const x = width / 2 + (layer.origin[0] - midEast) * scale;
  const y = height / 2 - (layer.origin[1] - midNorth) * scale;
  context.setTransform(scale * ratio, 0, 0, -scale * ratio, x * ratio, y * ratio);
  context.lineWidth = 1 / scale;
  context.strokeStyle = palette.line;
  context.fillStyle = palette.land;
  for (const { path, bounds, isFilled } of layer.parts) {
    if (!overlaps(bounds, seen)) continue;
    if (isFilled) context.fill(path, 'evenodd');
    context.stroke(path);
  }
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  paintNames(brush, layer);
};

/** Beside a map with streets the grid has only ends at the edges: whole lines would pass for streets. */
const ENDS_PX = 10;

/** Lines of latitude and longitude; their labels stand at the left and at the top. */
export const paintGrid = (brush: Brush, letters: string, hasStreets: boolean): void => {
  const { context, view, palette } = brush;
  const { step, lats, lons } = gridOf(boundsOfView(view));
  const digits = digitsOf(step);
  context.strokeStyle = hasStreets ? palette.text : palette.grid;
  context.lineWidth = 1;
  context.beginPath();
  const rows = lats.map((lat) => ({ lat, y: project(view, [lat, 0])[1] }));
  const columns = lons.map((lon) => ({ lon, x: project(view, [0, lon])[0] }));
  for (const { y } of rows) {
    context.moveTo(0, y);
    context.lineTo(hasStreets ? ENDS_PX : view.width, y);
  }
  for (const { x } of columns) {
    context.moveTo(x, 0);
    context.lineTo(x, hasStreets ? ENDS_PX : view.height);
  }
  context.stroke();
  for (const { lat, y } of rows)
    if (y > 34 && y < view.height - 40)
      paintText(
        brush,
        degrees(lat, 'lat', digits, letters),
        hasStreets ? [ENDS_PX + 4, y] : [6, y - 10],
        'left',
      );
  let free = 70;
  for (const { lon, x } of columns) {
    const text = degrees(lon, 'lon', digits, letters);
    const half = context.measureText(text).width / 2;
    if (x - half < free || x + half > view.width - 60) continue;
    paintText(brush, text, [x, hasStreets ? ENDS_PX + 10 : 14], 'center');
    free = x + half + 16;
  }
};

const trace = ({ context, view }: Brush, points: readonly LatLon[]): void => {
  context.beginPath();
  for (const [index, point] of points.entries()) {
    const [x, y] = project(view, point);
    if (index === 0) context.moveTo(x, y);
    else context.lineTo(x, y);
  }
};

/** `faint`: an area that is only there to find one's way. */
export type Tone = 'main' | 'faint' | 'wrong';

export const paintShape = (brush: Brush, shape: Shape, tone: Tone, name?: string): void => {
  const { context, palette, view } = brush;
  const outline = outlineOf(shape);
  const bounds = boundsOf(outline);
  if (bounds === undefined || !overlaps(bounds, boundsOfView(view))) return;
  trace(brush, outline);
  const color = tone === 'main' ? palette.accent : tone === 'wrong' ? palette.bad : palette.text;
  context.globalAlpha = tone === 'faint' ? 0.06 : 0.2;
  context.fillStyle = color;
  context.fill('evenodd');
  context.globalAlpha = tone === 'faint' ? 0.55 : 1;
  context.strokeStyle = color;
  context.lineWidth = tone === 'faint' ? 1.5 : 3;
  context.setLineDash(tone === 'faint' ? [6, 4] : []);
  context.stroke();
  context.setLineDash([]);
  context.globalAlpha = 1;
  const middle = middleOf(shape);
  if (name !== undefined && middle !== undefined)
    paintText(brush, name.replaceAll(/\p{C}/gu, '').slice(0, 40), project(view, middle), 'center');
};

/** An outline that is not yet closed. */
export const paintOpen = (brush: Brush, points: readonly LatLon[]): void => {
  const { context, palette } = brush;
  trace(brush, points);
  context.strokeStyle = palette.accent;
  context.lineWidth = 3;
  context.stroke();
};

export const paintHandle = (
  { context, palette }: Brush,
  [x, y]: Pixel,
  radius: number,
  isFull: boolean,
): void => {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fillStyle = isFull ? palette.accent : palette.halo;
  context.fill();
  context.strokeStyle = palette.accent;
  context.lineWidth = 2.5;
  context.stroke();
};

/** The place that the keyboard points at. */
export const paintCrosshair = ({ context, palette }: Brush, [x, y]: Pixel): void => {
  for (const [color, width] of [
    [palette.halo, 5],
    [palette.text, 2],
  ] as const) {
    context.strokeStyle = color;
    context.lineWidth = width;
    context.beginPath();
    context.moveTo(x - 16, y);
    context.lineTo(x + 16, y);
    context.moveTo(x, y - 16);
    context.lineTo(x, y + 16);
    context.stroke();
  }
};
