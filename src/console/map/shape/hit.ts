import type { Draft } from './draft.ts';
import { distanceM, type LatLon } from './geometry.ts';
import { metresPerPixel, type Pixel, project, type View } from './view.ts';

/** What of a draft is under a pointer. `edge`: the middle between the corner and the next one. */
export type Hit =
  | { readonly on: 'corner' | 'edge'; readonly index: number }
  | { readonly on: 'centre' | 'rim' };

const away = ([ax, ay]: Pixel, [bx, by]: Pixel): number => Math.hypot(ax - bx, ay - by);

/** The middles of the edges of an outline that is done, where a new corner can be pulled out. */
export const middlesOf = ({ points, isDone }: Draft, view: View): readonly Pixel[] => {
  if (!isDone) return [];
  const corners = points.map((point) => project(view, point));
  return corners.map(([x, y], index) => {
    const [nextX, nextY] = corners[(index + 1) % corners.length] ?? [x, y];
    return [(x + nextX) / 2, (y + nextY) / 2];
  });
};

/** Edges shorter than this have no handle in their middle: it would cover their corners. */
const LEAST_EDGE_PX = 44;

export const hasMiddle = (draft: Draft, view: View, index: number): boolean => {
  const [from, to] = [draft.points[index], draft.points[(index + 1) % draft.points.length]];
  return (
    from !== undefined && to !== undefined && away(project(view, from), project(view, to)) > LEAST_EDGE_PX
  );
};

const nearest = (places: readonly Pixel[], pixel: Pixel, reach: number): number | undefined => {
  let found: number | undefined;
  let least = reach;
  for (const [index, place] of places.entries()) {
    const distance = away(place, pixel);
    if (distance > least) continue;
    least = distance;
    found = index;
  }
  return found;
};

/** The pixel of the handle at the eastern end of a circle. */
export const rimOf = (centre: LatLon, radiusM: number, view: View): Pixel => {
  const [x, y] = project(view, centre);
  // Mercator stretches by the latitude of the centre, whatever the canvas is centred on.
  return [x + radiusM / metresPerPixel({ ...view, centre }), y];
};

/** @param reach how far from it a pointer still hits, pixels: more for a finger */
export const hitOf = (draft: Draft, view: View, pixel: Pixel, reach: number): Hit | undefined => {
  if (draft.kind === 'circle') {
    const { centre, radiusM } = draft;
    if (centre === undefined) return undefined;
    if (radiusM !== undefined && away(rimOf(centre, radiusM, view), pixel) <= reach) return { on: 'rim' };
    return away(project(view, centre), pixel) <= reach ? { on: 'centre' } : undefined;
  }
  if (draft.kind !== 'polygon') return undefined;
  const corner = nearest(
    draft.points.map((point) => project(view, point)),
    pixel,
    reach,
  );
  if (corner !== undefined) return { on: 'corner', index: corner };
  const edge = nearest(middlesOf(draft, view), pixel, reach);
  return edge !== undefined && hasMiddle(draft, view, edge) ? { on: 'edge', index: edge } : undefined;
};

export const radiusTo = (centre: LatLon, place: LatLon): number =>
  Math.max(1, Math.round(distanceM(centre, place)));
