import { type AnswerWord, readAnswer } from './answer.ts';
import { readOptIn, readOptOut, type Tongue } from './opt-out.ts';
import { wordsOf } from './words.ts';

/** What is known of the phone that a message came from, as it came. */
export interface Setting {
  /** The newest question to this number that is still open. */
  readonly question: { readonly alert: number; readonly answers: readonly AnswerWord[] } | undefined;
  /** As `wordsOf` gives them. */
  readonly keywords: ReadonlySet<string>;
  /** See `OptOutOptions`. */
  readonly names: readonly string[];
}

export type Reading =
  | { readonly kind: 'optOut' | 'optIn'; readonly language: Tongue }
  /** `other`: said while a question was open, and none of its words. */
  | { readonly kind: 'answer'; readonly alert: number; readonly meaning: string }
  | { readonly kind: 'keyword'; readonly word: string }
  | { readonly kind: 'inbox' };

/** What a message from a phone is. An opt-out is looked for first: no question and no keyword may stand in its way. */
export const classify = (text: string, { question, keywords, names }: Setting): Reading => {
  const out = readOptOut(text, { names });
  if (out !== undefined) return { kind: 'optOut', language: out.language };
  const back = readOptIn(text);
  if (back !== undefined) return { kind: 'optIn', language: back.language };
  const meaning = question && readAnswer(text, question.answers);
  if (question !== undefined && meaning !== undefined)
    return { kind: 'answer', alert: question.alert, meaning };
  const word = wordsOf(text);
  if (keywords.has(word)) return { kind: 'keyword', word };
  if (question !== undefined) return { kind: 'answer', alert: question.alert, meaning: 'other' };
  return { kind: 'inbox' };
};
