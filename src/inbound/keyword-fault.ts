import { isReserved } from './opt-out.ts';
import { wordsOf } from './words.ts';

/** The reason why the word can't be a keyword, as a phrase to follow the word; undefined if it can be one. */
export const keywordFault = (word: string): string | undefined => {
  if (wordsOf(word) === '') return 'has no letter and no digit';
  return isReserved(word) ? 'opts out or in: it can be no keyword' : undefined;
};
