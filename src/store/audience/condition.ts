import type { Comparison } from '../../domain/people/rule.ts';
import type { Place } from '../../kernel/shape/shape.ts';

/**
 * An audience, or a part of one, after its lists, segments and areas were looked up. The condition is true or false for
 * each contact.
 */
export type Condition =
  | { readonly kind: 'all' | 'any'; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition }
  | ({ readonly kind: 'list'; readonly id: number } & ListFacts)
  | { readonly kind: 'place'; readonly place: Place }
  | { readonly kind: 'postalCodes'; readonly codes: readonly string[] }
  | { readonly kind: 'numbers'; readonly numbers: readonly string[] }
  | { readonly kind: 'comparison'; readonly comparison: Comparison };

/**
 * What must be checked for each member of a list. Most lists need no check, and without checks a million members are
 * counted three times as fast.
 */
export interface ListFacts {
  /** Which consent a member must have: `given`, any but `refused`, or any at all. */
  readonly consent: 'given' | 'notRefused' | 'any';
  /** Whether anybody has opted out of this list. */
  readonly optOuts: boolean;
}

/**
 * Whether the number and the language of a contact are enough to decide the condition: then SQLite reads only the index
 * `contacts_walk`, which has both.
 */
export const isOfIndex = (condition: Condition): boolean => {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return condition.of.every(isOfIndex);
    case 'not':
      return isOfIndex(condition.of);
    case 'list':
    case 'numbers':
      return true;
    case 'comparison':
      return condition.comparison.field === 'number' || condition.comparison.field === 'language';
    case 'place':
    case 'postalCodes':
      return false;
  }
};

/**
 * Checking this many corners of a polygon takes about as long as one comparison, if few edges of the polygon cross the
 * latitude of the contact.
 */
const CORNERS = 2000;

/** The approximate number of comparisons that decide the condition for one contact. */
export const weightOf = (condition: Condition): number => {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return condition.of.reduce((sum, one) => sum + weightOf(one), 0);
    case 'not':
      return weightOf(condition.of);
    case 'place':
      return 1 + condition.place.corners / CORNERS;
    case 'list':
    case 'numbers':
    case 'comparison':
    case 'postalCodes':
      return 1;
  }
};

export const NOBODY: Condition = { kind: 'any', of: [] };

/** Every list that the condition names, at any depth. */
export const listsOf = (condition: Condition): readonly ({ readonly id: number } & ListFacts)[] => {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return condition.of.flatMap(listsOf);
    case 'not':
      return listsOf(condition.of);
    case 'list':
      return [condition];
    case 'place':
    case 'postalCodes':
    case 'numbers':
    case 'comparison':
      return [];
  }
};
