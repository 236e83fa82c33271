import { type AnswerWord, readAnswer } from './answer.ts';
import { isReserved } from './opt-out.ts';
import { wordsOf } from './words.ts';

interface Unfit {
  /** Index of the answer in the given list. */
  readonly index: number;
  readonly why: string;
}

/** The answer words that would not be read with their meaning if a phone sent them. */
export const unfitAnswers = (answers: readonly AnswerWord[]): readonly Unfit[] => {
  const said = answers.map(({ word }) => wordsOf(word));
  return answers.flatMap(({ word, meaning }, index) => {
    const unfit = (why: string): readonly Unfit[] => [{ index, why }];
    if (said[index] === '') return unfit('has no letter and no digit');
    if (isReserved(word)) return unfit('is how people opt out or in again: it can be no answer');
    if (said.indexOf(said[index] ?? '') < index)
      return unfit('is the same as another, as words are compared');
    const read = readAnswer(word, answers);
    return read === meaning ? [] : unfit(`is read as "${read ?? 'other'}"`);
  });
};
