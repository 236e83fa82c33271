import { useQueries } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { type Audience, type AudienceTerm, groupKinds, groupsQuery } from '../../api/people/audiences.ts';
import { useFormats } from '../../words/format.ts';
import { useWords } from '../../words/i18n.ts';
import { Said } from '../said.tsx';
import { idsOf, numbersOf, shapeOf } from './terms.ts';
import { audienceWords } from './words.ts';

/** An audience in the names of what it is made of. */
export const AudienceNames = ({ audience }: { readonly audience: Audience }): ReactNode => {
  const say = useWords(audienceWords);
  const { number } = useFormats();
  const { include, within = [], exclude = [] } = audience;
  const all = [...include, ...within, ...exclude];
  const used = groupKinds.filter((kind) => idsOf(all, kind).length > 0);
  const groups = useQueries({ queries: used.map((kind) => groupsQuery(kind)) });
  const namesOf = (terms: readonly AudienceTerm[]): string => {
    const named = used.flatMap((kind, index) =>
      idsOf(terms, kind).map(
        (id) => groups[index]?.data?.find((one) => one.id === id)?.name ?? `${say(`k_${kind}`)} ${id}`,
      ),
    );
    const numbers = numbersOf(terms).length;
    return [
      ...named,
      ...(shapeOf(terms) === undefined ? [] : [say('drawnShort')]),
      ...(numbers === 0 ? [] : [say('someNumbers', { count: numbers, n: number(numbers) })]),
    ].join(', ');
  };
  return (
    <Said>
      {[
        namesOf(include),
        ...(within.length === 0 ? [] : [say('onlyIn', { names: namesOf(within) })]),
        ...(exclude.length === 0 ? [] : [say('without', { names: namesOf(exclude) })]),
      ].join(' · ')}
    </Said>
  );
};
