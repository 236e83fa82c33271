import { type AnswerWord, readAnswer } from './answer.ts';
import { isReserved } from './opt-out.ts';
import { wordsOf } from './words.ts';

interface Unfit {
  /** In the order in which the answers are given, from 0. */
  readonly index: number;
  readonly why: string;
}

/** Those answers to a question that a phone could write without being read as meaning them. */
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
