import { isCry } from './cries/cries.ts';
import { begins, type Element, isWhole, many, maybe, one } from './grammar.ts';
import { COURTESIES as POLITE_ENGLISH } from './opt-out-english.ts';
import { COURTESIES as POLITE_FRENCH } from './opt-out-french.ts';
import { wordsOf } from './words.ts';

/**
 * An answer word and its meaning. Reports treat the meanings `safe` and `help` specially, and show any other meaning as
 * it is.
 */
export interface AnswerWord {
  readonly word: string;
  readonly meaning: string;
}

/** The answers to a question that sets none of its own. Digits, since "yes" could answer many other questions. */
export const DEFAULT_ANSWERS: readonly AnswerWord[] = [
  { word: '1', meaning: 'safe' },
  { word: '2', meaning: 'help' },
];

const AROUND =
  `${POLITE_ENGLISH}|${POLITE_FRENCH}|reponse|ma reponse|je reponds|je choisis|choix|numero|no|n|answer|my answer|` +
  'option|number|i choose|ok|okay|oui|yes';
const around = many(AROUND);
const aroundHelp = many(`${AROUND}|vite|urgent|please help`);
// A map: of an object, the word "constructor" would have a spelling.
const SPELT: ReadonlyMap<string, readonly string[]> = new Map([
  ['1', ['un', 'one']],
  ['2', ['deux', 'two']],
  ['3', ['trois', 'three']],
]);

const SAFE = many(
  'safe|i m safe|i am safe|we are safe|we re safe|all safe|all good|fine|i m fine|we are fine|en securite|' +
    'je suis en securite|nous sommes en securite|on est en securite|sain et sauf|saine et sauve|sains et saufs|' +
    'tout va bien|ca va|je vais bien|nous allons bien|on va bien|rien a signaler|ras',
);

const spellings = (word: string): readonly string[] => [word, ...(SPELT.get(word) ?? [])];

/**
 * The meaning of an answer; undefined if the text is none of the answers. A doubtful text is rather read as a call for
 * help, since a person looks at each call: the help word may be followed by any text, another answer word only by
 * courtesies and the like ("1 or 2?" is not the answer 1). A cry for help counts as `help` even without the help word,
 * beside another answer word, and if the question has no answer for help.
 */
export const readAnswer = (text: string, answers: readonly AnswerWord[]): string | undefined => {
  const said = wordsOf(text);
  if (said === '') return undefined;
  const known = answers
    .map(({ word, meaning }) => ({ word: wordsOf(word), meaning }))
    .filter(({ word }) => word !== '');
  const others = known.filter(({ meaning }) => meaning !== 'help');
  const cries = isCry(
    text,
    others.flatMap(({ word }) => spellings(word)),
  );
  const answer = known.find(({ word, meaning }) => {
    if (meaning === 'help') return begins(said, [one(word)]) || isAnswer(said, word, aroundHelp, maybe(word));
    return !cries && isAnswer(said, word, around, meaning === 'safe' ? SAFE : maybe(word));
  });
  return answer?.meaning ?? (cries ? 'help' : undefined);
};

const isAnswer = (said: string, word: string, about: Element, adding: Element): boolean =>
  isWhole(said, [about, one(spellings(word).join('|')), about, adding, about]);
