import type { Audience, AudienceTerm } from '../../domain/people/audience.ts';

/**
 * The numbers that an audience names one by one and reaches even if no contact has them, sorted and each once. A number
 * without a contact is in no list, segment or area.
 */
export const strangersOf = ({ include, within = [], exclude = [] }: Audience): readonly string[] => {
  if (within.some((term) => !('numbers' in term))) return [];
  const wanted = within.map((term) => new Set(numbersOf(term)));
  const unwanted = new Set(exclude.flatMap(numbersOf));
  const named = new Set(include.flatMap(numbersOf));
  return [...named]
    .filter((number) => !unwanted.has(number) && wanted.every((numbers) => numbers.has(number)))
    .sort();
};

const numbersOf = (term: AudienceTerm): readonly string[] => ('numbers' in term ? term.numbers : []);
