import type { Described, Schema } from './style.ts';

/** The name of a place, where it is in its tile (from 0 to 1), and how much it counts. */
export interface Label {
  readonly name: string;
  readonly x: number;
  readonly y: number;
  /** 0 countries, 1 regions, 2 cities, 3 towns, 4 villages, 5 parts of them. */
  readonly weight: number;
  /** Among those of one weight, the least first. */
  readonly rank: number;
}

const WEIGHTS: Readonly<Record<string, number>> = {
  country: 0,
  state: 1,
  province: 1,
  region: 1,
  city: 2,
  town: 3,
  locality: 4,
  village: 4,
  hamlet: 5,
  suburb: 5,
  quarter: 5,
  neighbourhood: 5,
  macrohood: 5,
};
/** The zooms of the screen at which names of a weight are drawn. */
const ZOOMS: readonly (readonly [from: number, to: number])[] = [
  [1, 7],
  [5, 8],
  [4, 16],
  [8, 18],
  [10.5, 20],
  [12.5, 22],
];
const LEAST_RANK = 99;
const MOST_IN_NAME = 40;
const NAMES_OF_OWN = ['name', 'nom', 'NOM', 'NAME', 'libelle', 'nom_commune'];

/** Control characters could turn the text on the canvas around. Cut between characters, not within one. */
const cleaned = (text: string): string =>
  Array.from(text.replaceAll(/\p{C}/gu, '').trim()).slice(0, MOST_IN_NAME).join('');

const firstText = ({ get }: Described, keys: readonly string[]): string | undefined => {
  for (const key of keys) {
    const value = get(key);
    if (typeof value === 'string' && cleaned(value) !== '') return cleaned(value);
  }
  return undefined;
};

const weightOf = (name: unknown): number | undefined =>
  typeof name === 'string' && Object.hasOwn(WEIGHTS, name) ? WEIGHTS[name] : undefined;

const numberOf = (value: unknown): number => (typeof value === 'number' && value >= 0 ? value : LEAST_RANK);

/** The name that a point stands for; undefined: none that is drawn. */
export const nameOf = (
  schema: Schema,
  feature: Described,
  language: string,
): Omit<Label, 'x' | 'y'> | undefined => {
  if (feature.type !== 'point') return undefined;
  const { layer, get } = feature;
  if (schema === 'plain') {
    const name = firstText(feature, NAMES_OF_OWN);
    return name === undefined ? undefined : { name, weight: 2, rank: numberOf(get('rank')) };
  }
  if (layer !== (schema === 'protomaps' ? 'places' : 'place')) return undefined;
  const weight =
    schema === 'protomaps'
      ? (weightOf(get('kind_detail')) ?? weightOf(get('kind') ?? get('pmap:kind')))
      : weightOf(get('class'));
  const name = weight === undefined ? undefined : firstText(feature, [`name:${language}`, 'name']);
  if (weight === undefined || name === undefined) return undefined;
  // Protomaps counts the people, from 0 to 17.
  const people = get('population_rank');
  return { name, weight, rank: typeof people === 'number' ? 20 - people : numberOf(get('rank')) };
};

export interface Placed {
  readonly label: Pick<Label, 'name' | 'weight'>;
  readonly x: number;
  readonly y: number;
}

interface Candidate extends Placed {
  readonly label: Label;
}

/** More names than these would hide the map. */
const MOST_NAMES = 28;
const GAP_PX = 8;
const HEIGHT_PX = 18;
/** The coordinates of the grid stand there. */
const TOP_PX = 30;

export interface Room {
  readonly zoom: number;
  readonly width: number;
  readonly height: number;
  readonly widthOf: (label: Label) => number;
}

/** The names that fit: those that count most first, none over another or over the edge. */
export const placed = (candidates: readonly Candidate[], room: Room): readonly Placed[] => {
  const sorted = candidates
    .filter(({ label: { weight } }) => {
      const [from, to] = ZOOMS[weight] ?? [0, 0];
      return room.zoom >= from && room.zoom <= to;
    })
    .toSorted(
      ({ label: a }, { label: b }) =>
        a.weight - b.weight || a.rank - b.rank || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0),
    );
  const kept: (Placed & { readonly half: number })[] = [];
  for (const { label, x, y } of sorted) {
    if (kept.length >= MOST_NAMES) break;
    const half = room.widthOf(label) / 2;
    if (x - half < GAP_PX || x + half > room.width - GAP_PX) continue;
    if (y < TOP_PX || y > room.height - HEIGHT_PX) continue;
    const isFree = kept.every(
      (other) =>
        Math.abs(other.x - x) > other.half + half + GAP_PX || Math.abs(other.y - y) > HEIGHT_PX + GAP_PX,
    );
    if (isFree) kept.push({ label, x, y, half });
  }
  return kept;
};
