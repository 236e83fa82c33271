import type { PopulationRow, ReachArea, Reached } from '../../domain/people/reach.ts';
import type { Shape } from '../../kernel/shape/shape.ts';

/** How many people of one place can be reached. */
export interface ReachRow extends Reached {
  readonly kind: PopulationRow['kind'];
  /** The postal code, or the id of the area. */
  readonly place: string;
  /** The name of the area; undefined for a postal code. */
  readonly name: string | undefined;
  readonly inhabitants: number | undefined;
  readonly households: number | undefined;
  /** Reachable people of each inhabitant, 0 to 1; undefined if it is not known how many live there. */
  readonly share: number | undefined;
  readonly shape: Shape | undefined;
}

type ByPlace = ReadonlyMap<string, Reached>;
type Living = Pick<PopulationRow, 'inhabitants' | 'households'>;

const NOBODY: Reached = { contacts: 0, registered: 0, reachable: 0 };

/** The sum of two tables of counts. */
export const addCounts = (one: ByPlace, other: ByPlace): ByPlace => {
  const sum = new Map(one);
  for (const [place, counted] of other) sum.set(place, plus(sum.get(place) ?? NOBODY, counted));
  return sum;
};

const plus = (a: Reached, b: Reached): Reached => ({
  contacts: a.contacts + b.contacts,
  registered: a.registered + b.registered,
  reachable: a.reachable + b.reachable,
});

/**
 * All places, those first where most people cannot be reached; places whose inhabitants are not known come last.
 *
 * @param codes counts by postal code; '' for contacts without one
 * @param areas counts by the id of the area, of areas with a polygon or a circle
 */
export const reachRows = (
  codes: ByPlace,
  areas: ByPlace,
  population: readonly PopulationRow[],
  groups: readonly ReachArea[],
): readonly ReachRow[] => {
  const livingIn = (kind: PopulationRow['kind']): ReadonlyMap<string, Living> =>
    new Map(population.filter((row) => row.kind === kind).map((row) => [row.place, row]));
  const inCodes = livingIn('postalCode');
  const inAreas = livingIn('area');
  const names = new Set([...[...codes.keys()].filter((code) => code !== ''), ...inCodes.keys()]);
  const rows = [
    ...[...names].map((place) =>
      rowOf('postalCode', place, codes.get(place) ?? NOBODY, inCodes.get(place), undefined),
    ),
    ...groups.map((area) => {
      const place = String(area.id);
      const { shape } = area;
      const counted =
        'postalCodes' in shape
          ? unique(shape.postalCodes).reduce((sum, code) => plus(sum, codes.get(code) ?? NOBODY), NOBODY)
          : (areas.get(place) ?? NOBODY);
      const living =
        inAreas.get(place) ??
        ('postalCodes' in shape ? livingTogether(unique(shape.postalCodes), inCodes) : undefined);
      return rowOf('area', place, counted, living, area);
    }),
  ];
  return rows.sort((a, b) => missed(b) - missed(a) || (a.place < b.place ? -1 : 1));
};

const unique = (codes: readonly string[]): readonly string[] => [...new Set(codes)];

/** Who lives in these postal codes together; undefined if it is not known of each. */
const livingTogether = (codes: readonly string[], known: ReadonlyMap<string, Living>): Living | undefined => {
  const each = codes.map((code) => known.get(code)).filter((living) => living !== undefined);
  if (each.length < codes.length) return undefined;
  const households = each.map((living) => living.households).filter((count) => count !== undefined);
  return {
    inhabitants: each.reduce((sum, { inhabitants }) => sum + inhabitants, 0),
    households: households.length < each.length ? undefined : households.reduce((sum, n) => sum + n, 0),
  };
};

const rowOf = (
  kind: ReachRow['kind'],
  place: string,
  counted: Reached,
  living: Living | undefined,
  area: ReachArea | undefined,
): ReachRow => {
  const inhabitants = living?.inhabitants;
  return {
    kind,
    place,
    name: area?.name,
    ...counted,
    inhabitants,
    households: living?.households,
    share:
      inhabitants === undefined || inhabitants === 0
        ? undefined
        : Math.min(1, counted.reachable / inhabitants),
    shape: area?.shape,
  };
};

const missed = ({ inhabitants, reachable }: ReachRow): number =>
  inhabitants === undefined ? -1 : Math.max(0, inhabitants - reachable);
