import type { CapMade } from '../../domain/triggers/cap-outcome.ts';

const words = { leftOut: 'left out', shortened: 'shortened', rewritten: 'rewritten' } as const;

/** The cuts in words, such as `fr: instruction shortened (why); en: …`. */
export const inWords = (cuts: CapMade['cuts']): string =>
  Object.entries(cuts)
    .filter(([, some]) => some.length > 0)
    .map(
      ([language, some]) =>
        `${language}: ${some.map(({ field, what, why }) => `${field} ${words[what]} (${why})`).join(', ')}`,
    )
    .join('; ');
