import type { Audience, AudienceTerm } from '../../domain/people/audience.ts';
import type { Catalogue } from './resolve.ts';

/**
 * The numbers that an audience names one by one, or by a roster, and reaches even if no contact has them, sorted and
 * each once. A number without a contact is in no list, segment or area.
 */
export const strangersOf = (
  { include, within = [], exclude = [] }: Audience,
  catalogue: Pick<Catalogue, 'onDuty'>,
): readonly string[] => {
  const numbersOf = (term: AudienceTerm): readonly string[] => {
    if ('roster' in term) return catalogue.onDuty(term.roster) ?? [];
    return 'numbers' in term ? term.numbers : [];
  };
  if (within.some((term) => !('numbers' in term || 'roster' in term))) return [];
  const wanted = within.map((term) => new Set(numbersOf(term)));
  const unwanted = new Set(exclude.flatMap(numbersOf));
  const named = new Set(include.flatMap(numbersOf));
  return [...named]
    .filter((number) => !unwanted.has(number) && wanted.every((numbers) => numbers.has(number)))
    .sort();
};
