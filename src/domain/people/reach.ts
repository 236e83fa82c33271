import type { Shape } from '../../kernel/shape/shape.ts';

export const placeKinds = ['postalCode', 'area'] as const;
type PlaceKind = (typeof placeKinds)[number];

/** How many people live in a place: a postal code, or an area by its id. */
export interface PopulationRow {
  readonly kind: PlaceKind;
  readonly place: string;
  readonly inhabitants: number;
  readonly households: number | undefined;
}

/** Contacts of one place. */
export interface Reached {
  readonly contacts: number;
  /** Those on at least one list who agreed to it, or who are on an emergency list and did not refuse. */
  readonly registered: number;
  /** The registered who have not opted out, and whose number is not dead. */
  readonly reachable: number;
}

/** The counts of some contacts. */
export interface ReachSlice {
  /** By postal code; '' for contacts without one. */
  readonly codes: ReadonlyMap<string, Reached>;
  /** By the id of the area, of areas with a polygon or a circle. */
  readonly areas: ReadonlyMap<string, Reached>;
  /** Where the next slice begins; undefined at the end. */
  readonly next: number | undefined;
}

export interface ReachArea {
  readonly id: number;
  readonly name: string;
  readonly shape: Shape;
}

export interface ReachRepository {
  /** Replaces the whole table of inhabitants. */
  replacePopulation(rows: readonly PopulationRow[]): Promise<void>;
  population(): Promise<readonly PopulationRow[]>;
  /** The areas that are counted: the oldest, at most `MOST_AREAS`. */
  reachAreas(): Promise<readonly ReachArea[]>;
  /** Counts the next contacts, so few that other readers wait for some tens of ms. */
  reachSlice(after: number): Promise<ReachSlice>;
}

export const MOST_AREAS = 500;
/** France has some 6,300 postal codes, and 35,000 communes that share them. */
export const MOST_POPULATION_ROWS = 20_000;
