import type { Comparison } from '../../domain/rule.ts';
import type { Place } from '../../domain/shape.ts';

/** An audience, or a part of one, with all that it names looked up: true or false of each contact. */
export type Condition =
  | { readonly kind: 'all' | 'any'; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition }
  | { readonly kind: 'list'; readonly id: number; readonly needsConsent: boolean }
  | { readonly kind: 'place'; readonly place: Place }
  | { readonly kind: 'postalCodes'; readonly codes: readonly string[] }
  | { readonly kind: 'numbers'; readonly numbers: readonly string[] }
  | { readonly kind: 'comparison'; readonly comparison: Comparison };

export const NOBODY: Condition = { kind: 'any', of: [] };
