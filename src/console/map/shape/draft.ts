import type { Shape } from '../../../kernel/shape/shape.ts';
import { closed, type LatLon, opened, rounded, same } from './geometry.ts';

export const kinds = ['polygon', 'circle', 'postalCodes'] as const;
export type Kind = (typeof kinds)[number];

/** What is being drawn: it may be half done, or wrong. */
export interface Draft {
  readonly kind: Kind;
  /** The corners, the first not repeated. */
  readonly points: readonly LatLon[];
  /** The outline is done: another click does not add to it. */
  readonly isDone: boolean;
  readonly centre: LatLon | undefined;
  readonly radiusM: number | undefined;
  readonly codes: string;
}

export const EMPTY: Draft = {
  kind: 'polygon',
  points: [],
  isDone: false,
  centre: undefined,
  radiusM: undefined,
  codes: '',
};

const M_PER_KM = 1000;
const LEAST_CORNERS = 3;

export const draftOf = (shape: Shape | undefined): Draft => {
  if (shape === undefined) return EMPTY;
  if ('polygon' in shape)
    return { ...EMPTY, points: opened(shape.polygon.map(([lat, lon]) => [lat, lon])), isDone: true };
  if ('postalCodes' in shape) return { ...EMPTY, kind: 'postalCodes', codes: shape.postalCodes.join(' ') };
  const { lat, lon, radiusKm } = shape.circle;
  return {
    ...EMPTY,
    kind: 'circle',
    centre: [lat, lon],
    radiusM: Math.round(radiusKm * M_PER_KM),
    isDone: true,
  };
};

const codesOf = (text: string): readonly string[] => [
  ...new Set(text.split(/[\s,;]+/).filter((code) => code !== '')),
];

/** The shape as far as it is drawn, which may be one that the gateway refuses; undefined: nothing is drawn yet. */
export const shapeOf = ({ kind, points, centre, radiusM, codes }: Draft): Shape | undefined => {
  if (kind === 'polygon') return points.length < LEAST_CORNERS ? undefined : { polygon: closed(points) };
  if (kind === 'circle')
    return centre === undefined || radiusM === undefined
      ? undefined
      : { circle: { lat: centre[0], lon: centre[1], radiusKm: radiusM / M_PER_KM } };
  const list = codesOf(codes);
  return list.length === 0 ? undefined : { postalCodes: list };
};

export const addPoint = (draft: Draft, place: LatLon): Draft => {
  const point = rounded(place);
  return draft.isDone || same(draft.points.at(-1), point)
    ? draft
    : { ...draft, points: [...draft.points, point] };
};

/** A new corner after the one at `index`. */
export const insertPoint = (draft: Draft, index: number, place: LatLon): Draft => ({
  ...draft,
  points: draft.points.toSpliced(index + 1, 0, rounded(place)),
});

export const movePoint = (draft: Draft, index: number, place: LatLon): Draft => ({
  ...draft,
  points: draft.points.with(index, rounded(place)),
});

/** Without a corner; an outline of two corners is open again. */
export const removePoint = (draft: Draft, index: number): Draft => {
  const points = draft.points.toSpliced(index, 1);
  return { ...draft, points, isDone: draft.isDone && points.length >= LEAST_CORNERS };
};

export const finish = (draft: Draft): Draft =>
  draft.points.length >= LEAST_CORNERS ? { ...draft, isDone: true } : draft;

export const setCentre = (draft: Draft, place: LatLon): Draft => ({ ...draft, centre: rounded(place) });

export const setRadius = (draft: Draft, metres: number): Draft => ({
  ...draft,
  radiusM: Math.max(1, Math.round(metres)),
});

/** Takes back the last step: the last corner, the radius, the centre. */
export const stepBack = (draft: Draft): Draft => {
  if (draft.kind === 'polygon') {
    if (draft.isDone) return { ...draft, isDone: false };
    return { ...draft, points: draft.points.slice(0, -1) };
  }
  if (draft.kind !== 'circle') return draft;
  return draft.radiusM === undefined
    ? { ...draft, centre: undefined }
    : { ...draft, radiusM: undefined, isDone: false };
};

export const isEmpty = ({ kind, points, centre, codes }: Draft): boolean =>
  kind === 'polygon' ? points.length === 0 : kind === 'circle' ? centre === undefined : codes.trim() === '';
