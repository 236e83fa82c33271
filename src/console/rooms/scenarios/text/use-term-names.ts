import { useGroupName } from '../../../api/people/groups.ts';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { editWords } from '../edit/words.ts';
import { groupOf, type Term } from './terms.ts';

/** What a term of an audience is called. A group that is gone, or not read yet, is shown by its kind and id. */
export const useTermNames = (): ((term: Term) => string) => {
  const say = useWords(editWords);
  const { number } = useFormats();
  const names = {
    list: useGroupName('list'),
    segment: useGroupName('segment'),
    area: useGroupName('area'),
    roster: useGroupName('roster'),
  };
  return (term) => {
    const group = groupOf(term);
    if (group !== undefined)
      return names[group.kind](group.id) ?? `${say(`groups_${group.kind}`)} ${group.id}`;
    if ('numbers' in term)
      return say('numbers', { count: term.numbers.length, n: number(term.numbers.length) });
    return say('shape');
  };
};
