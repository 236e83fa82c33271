import { DEFAULT_ANSWERS, readAnswer } from '../answer.ts';
import { isReserved } from '../opt-out.ts';
import { wordsOf } from '../words.ts';
import { readRequest } from './read-request.ts';

/** Why phones can't join a list by this word, as a phrase to follow the word; undefined if they can. */
export const optInWordFault = (word: string): string | undefined => {
  if (wordsOf(word) === '') return 'has no letter and no digit';
  if (isReserved(word)) return 'opts out or in again: it can enrol nobody';
  if (readAnswer(word, DEFAULT_ANSWERS) !== undefined)
    return 'is how people answer an alert: it can enrol nobody';
  return readRequest(word) === undefined
    ? undefined
    : 'confirms, or asks for language, postal code or INFO: it can enrol nobody';
};
