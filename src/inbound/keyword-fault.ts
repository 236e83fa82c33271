import { isReserved } from './opt-out.ts';
import { wordsOf } from './words.ts';

/** Why this can be no keyword, to be read after the word; undefined: it can. */
export const keywordFault = (word: string): string | undefined => {
  if (wordsOf(word) === '') return 'has no letter and no digit';
  return isReserved(word) ? 'opts out or in: it can be no keyword' : undefined;
};
