import { whyNotPlain } from './plain-value.ts';
import type { Values } from './template.ts';
import { matchesPattern, parsePattern } from './value-pattern.ts';

/** What a value may be so that the approval of its scenario covers it. */
export type Bound =
  | { readonly oneOf: readonly string[] }
  /** `pattern`: see `parsePattern`; `maxLength` in UTF-16 units, 1 to 100. */
  | { readonly pattern: string; readonly maxLength: number };

/** By placeholder. A bound for `place` counts for `place.en` too. */
export type Bounds = Readonly<Record<string, Bound>>;

/** A value that the approval of the scenario doesn't cover. */
export interface Outside {
  /** The placeholder, with its language if the value is for one: `place` or `place.en`. */
  readonly name: string;
  /** Why, without the value itself: it may hold a number, and reasons get into logs. */
  readonly why: string;
}

/**
 * @param otherwise whether a value without a bound must be plain: see `whyNotPlain`
 */
export const outsideOf = (
  bounds: Bounds,
  values: Values,
  { otherwise }: { readonly otherwise: 'plain' | 'free' },
): readonly Outside[] =>
  Object.entries(values).flatMap(([name, value]) => {
    const dot = name.indexOf('.');
    const placeholder = dot < 0 ? name : name.slice(0, dot);
    const bound = Object.hasOwn(bounds, placeholder) ? bounds[placeholder] : undefined;
    const why =
      bound === undefined ? (otherwise === 'plain' ? whyNotPlain(value) : undefined) : whyNot(bound, value);
    return why === undefined ? [] : [{ name, why }];
  });

const whyNot = (bound: Bound, value: string): string | undefined => {
  if ('oneOf' in bound) {
    const wanted = value.normalize('NFC');
    return bound.oneOf.some((one) => one.normalize('NFC') === wanted)
      ? undefined
      : 'is none of the approved values';
  }
  if (value.length > bound.maxLength) return `is longer than the approved ${bound.maxLength} characters`;
  const pattern = parsePattern(bound.pattern);
  const isMatch = typeof pattern !== 'string' && matchesPattern(pattern, value.normalize('NFC'));
  return isMatch ? undefined : `doesn't match the approved pattern ${bound.pattern}`;
};

/** The values in words, such as for the log of the alert that waits. */
export const outsideInWords = (outside: readonly Outside[]): string =>
  `the approval of the scenario doesn't cover the value of ${outside.map(({ name, why }) => `${name}, which ${why}`).join('; of ')}`;
