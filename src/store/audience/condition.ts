import type { Comparison } from '../../domain/people/rule.ts';
import type { Place } from '../../kernel/shape.ts';

/** An audience, or a part of one, with all that it names looked up: true or false of each contact. */
export type Condition =
  | { readonly kind: 'all' | 'any'; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition }
  | ({ readonly kind: 'list'; readonly id: number } & ListFacts)
  | { readonly kind: 'place'; readonly place: Place }
  | { readonly kind: 'postalCodes'; readonly codes: readonly string[] }
  | { readonly kind: 'numbers'; readonly numbers: readonly string[] }
  | { readonly kind: 'comparison'; readonly comparison: Comparison };

/** What needs to be asked of each member of a list; mostly nothing, which makes counting a million three times as fast. */
export interface ListFacts {
  /** Of the messages of this list: who must have agreed to it, or must not have refused, or nothing. */
  readonly consent: 'given' | 'notRefused' | 'any';
  /** Whether anybody opted out of it. */
  readonly optOuts: boolean;
}

/** Whether it can be said of a contact by its number and language alone, which an index has in order. */
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

/** Corners of a polygon that take about as long as one comparison, when few of its edges are at one latitude. */
const CORNERS = 2000;

/** How many comparisons it takes about to say of a contact whether it is so. */
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

/** The lists that it asks for, however deep. */
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
