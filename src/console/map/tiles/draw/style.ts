import type { GeometryType, Value } from '../read/decode.ts';

/** What a feature is drawn as, in the order of drawing. */
export const KINDS = [
  'land',
  'green',
  'water',
  'waterway',
  'building',
  'boundary',
  'path',
  'minor',
  'rail',
  'medium',
  'major',
  'outline',
] as const;
export type Kind = (typeof KINDS)[number];

/** Whose names the layers of an archive have; `plain`: an archive of somebody's own. */
export type Schema = 'protomaps' | 'openmaptiles' | 'plain';

export interface Described {
  readonly layer: string;
  readonly type: GeometryType;
  readonly get: (key: string) => Value | undefined;
}

export const schemaOf = (layers: readonly string[]): Schema => {
  if (layers.includes('transportation')) return 'openmaptiles';
  return layers.includes('earth') || layers.includes('roads') ? 'protomaps' : 'plain';
};

/** Those of Protomaps' landuse, and of OpenMapTiles' landcover and park. */
const GREEN = new Set(
  (
    'forest wood park grass grassland meadow nature_reserve national_park protected_area cemetery garden scrub ' +
    'golf_course recreation_ground village_green orchard vineyard wetland'
  ).split(' '),
);

const ROADS: Readonly<Record<string, Kind>> = {
  motorway: 'major',
  trunk: 'major',
  primary: 'medium',
  secondary: 'medium',
  tertiary: 'medium',
  minor: 'minor',
  service: 'minor',
  track: 'path',
  path: 'path',
  rail: 'rail',
  transit: 'rail',
  // Protomaps' kinds; its details are those above.
  highway: 'major',
  major_road: 'medium',
  minor_road: 'minor',
};

const roadOf = (name: Value | undefined): Kind | undefined =>
  typeof name === 'string' && Object.hasOwn(ROADS, name) ? ROADS[name] : undefined;

const isGreen = (name: Value | undefined): boolean => typeof name === 'string' && GREEN.has(name);

const protomapsKind = ({ layer, type, get }: Described): Kind | undefined => {
  // Archives of before 2025 have the prefix.
  const kind = () => get('kind') ?? get('pmap:kind');
  if (layer === 'earth') return type === 'polygon' ? 'land' : undefined;
  if (layer === 'water') return type === 'polygon' ? 'water' : 'waterway';
  if (layer === 'landuse' || layer === 'landcover' || layer === 'natural')
    return type === 'polygon' && isGreen(kind()) ? 'green' : undefined;
  if (layer === 'buildings') return type === 'polygon' ? 'building' : undefined;
  if (layer === 'boundaries') return type === 'line' ? 'boundary' : undefined;
  if (layer !== 'roads' || type !== 'line') return undefined;
  return roadOf(get('kind_detail')) ?? roadOf(kind());
};

const openMapTilesKind = ({ layer, type, get }: Described): Kind | undefined => {
  if (layer === 'water') return type === 'polygon' ? 'water' : undefined;
  if (layer === 'waterway') return type === 'line' ? 'waterway' : undefined;
  if (layer === 'landcover') return type === 'polygon' && isGreen(get('class')) ? 'green' : undefined;
  if (layer === 'park') return type === 'polygon' ? 'green' : undefined;
  if (layer === 'building') return type === 'polygon' ? 'building' : undefined;
  if (layer === 'boundary') return type === 'line' && get('maritime') !== 1 ? 'boundary' : undefined;
  return layer === 'transportation' && type === 'line' ? roadOf(get('class')) : undefined;
};

/** What a feature is drawn as; undefined: it is not drawn. */
export const kindOf = (schema: Schema, feature: Described): Kind | undefined => {
  if (feature.type === 'point') return undefined;
  if (schema === 'protomaps') return protomapsKind(feature);
  return schema === 'openmaptiles' ? openMapTilesKind(feature) : 'outline';
};

interface Look {
  /** Nearer than this zoom of the screen it is drawn. */
  readonly from: number;
  /** Of a line, in pixels at zoom 14, and its least and most; undefined: it is filled. */
  readonly width?: readonly [least: number, at14: number, most: number];
  readonly dash?: readonly number[];
}

export const LOOKS: Readonly<Record<Kind, Look>> = {
  land: { from: 0 },
  green: { from: 7 },
  water: { from: 0 },
  waterway: { from: 8, width: [0.6, 1.6, 6] },
  building: { from: 14.5 },
  boundary: { from: 3, width: [1, 1.2, 1.6], dash: [5, 4] },
  path: { from: 14.5, width: [0.6, 0.7, 2] },
  minor: { from: 12, width: [0.5, 1.3, 7] },
  rail: { from: 11, width: [0.7, 1, 1.8], dash: [7, 4] },
  medium: { from: 9, width: [0.9, 3, 10] },
  major: { from: 5, width: [1.4, 4.8, 12] },
  outline: { from: 0, width: [1, 1, 1] },
};

const GROWTH = 1.4;

export const widthAt = ([least, at14, most]: readonly [number, number, number], zoom: number): number =>
  Math.min(most, Math.max(least, at14 * GROWTH ** (zoom - 14)));
