import type { Question } from '../../domain/alerts/alert.ts';
import type { AnswerCounts } from '../../domain/alerts/alert-answers.ts';

/** How many people gave one answer to the question of an alert. */
export interface AnswerTally {
  /** `silent` for people without an answer. */
  readonly meaning: string;
  /** The words of the question with this meaning; none for an answer that the question doesn't offer. */
  readonly words: readonly string[];
  readonly people: number;
  /** Of all who may have read the alert or have answered it, 0 to 1; undefined: there are none. */
  readonly share: number | undefined;
}

/** The answers of the question in its order, also those that nobody gave, then other answers, then the silent. */
export const talliesOf = (
  question: Question | undefined,
  { people, byMeaning, silent }: AnswerCounts,
): readonly AnswerTally[] => {
  const offered = question?.answers ?? [];
  const meanings = new Set([...offered.map(({ meaning }) => meaning), ...Object.keys(byMeaning).toSorted()]);
  const counts = [
    // A meaning is a name of the author's choice, such as "constructor", which every object has.
    ...[...meanings].map((one) => [one, Object.hasOwn(byMeaning, one) ? (byMeaning[one] ?? 0) : 0] as const),
    ['silent', silent] as const,
  ];
  return counts.map(([meaning, some]) => ({
    meaning,
    words: offered.flatMap((one) => (one.meaning === meaning ? [one.word] : [])),
    people: some,
    share: people === 0 ? undefined : some / people,
  }));
};
