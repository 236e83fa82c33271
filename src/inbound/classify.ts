import { type AnswerWord, readAnswer } from './answer.ts';
import { isCry } from './cries/cries.ts';
import { readOptIn, readOptOut, type Tongue } from './opt-out.ts';
import { wordsOf } from './words.ts';

/** What was known of the phone when its message came. */
export interface Setting {
  /** The newest question to this number that is still open. */
  readonly question:
    | { readonly alert: number; readonly answers: readonly AnswerWord[]; readonly isBeforeTest?: boolean }
    | undefined;
  /** The keywords, in the form that `wordsOf` returns. */
  readonly keywords: ReadonlySet<string>;
  /** The gateway's names, see `OptOutOptions`. */
  readonly names: readonly string[];
}

export type Reading =
  | { readonly kind: 'optOut' | 'optIn'; readonly language: Tongue }
  /** The meaning is `other` if a question was open, and the text is none of its answers. */
  | { readonly kind: 'answer'; readonly alert: number; readonly meaning: string }
  /** `cries`: the keyword is a cry for help too ("AIDE"), so the duty hears of it beside the reply. */
  | { readonly kind: 'keyword'; readonly word: string; readonly cries: boolean }
  /** A cry for help while no question is open. */
  | { readonly kind: 'help' }
  | { readonly kind: 'inbox' };

/** How people spell the answer "safe", also while no question is open: "1 but my neighbour is trapped". */
const LATE = ['1', 'un', 'one'];

/** Whether a text calls for help while no question is open. */
export const callsForHelp = (text: string): boolean => isCry(text, LATE);

/** Classifies a message from a phone. An opt-out is checked first, since no question or keyword may prevent it. */
export const classify = (text: string, { question, keywords, names }: Setting): Reading => {
  const out = readOptOut(text, { names });
  if (out !== undefined) return { kind: 'optOut', language: out.language };
  const back = readOptIn(text);
  if (back !== undefined) return { kind: 'optIn', language: back.language };
  const meaning = question && readAnswer(text, question.answers);
  // A reply to a test is no answer to an older question. A call for help is taken as one all the same.
  const mayAnswer = question?.isBeforeTest !== true || meaning === 'help';
  if (question !== undefined && meaning !== undefined && mayAnswer)
    return { kind: 'answer', alert: question.alert, meaning };
  const word = wordsOf(text);
  if (keywords.has(word)) return { kind: 'keyword', word, cries: callsForHelp(text) };
  if (question !== undefined && mayAnswer) return { kind: 'answer', alert: question.alert, meaning: 'other' };
  return { kind: callsForHelp(text) ? 'help' : 'inbox' };
};
