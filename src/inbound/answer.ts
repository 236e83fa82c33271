import { isCry } from './cries.ts';
import { begins, isWhole, many, maybe, one } from './grammar.ts';
import { COURTESIES as POLITE_ENGLISH } from './opt-out-english.ts';
import { COURTESIES as POLITE_FRENCH } from './opt-out-french.ts';
import { wordsOf } from './words.ts';

/** A word that answers, and what it means: `safe` and `help` are known to the reports, others are shown as they are. */
export interface AnswerWord {
  readonly word: string;
  readonly meaning: string;
}

/** Whoever is asked without words of its own. Digits: "yes" answers too many questions. */
export const DEFAULT_ANSWERS: readonly AnswerWord[] = [
  { word: '1', meaning: 'safe' },
  { word: '2', meaning: 'help' },
];

const around = many(
  `${POLITE_ENGLISH}|${POLITE_FRENCH}|reponse|ma reponse|je reponds|je choisis|choix|numero|no|n|answer|my answer|` +
    'option|number|i choose|ok|okay|oui|yes|vite|urgent|please help',
);
const SPELT: Readonly<Record<string, string>> = { '1': 'un|one', '2': 'deux|two', '3': 'trois|three' };

const SAFE = many(
  'safe|i m safe|i am safe|we are safe|we re safe|all safe|all good|fine|i m fine|we are fine|en securite|' +
    'je suis en securite|nous sommes en securite|on est en securite|sain et sauf|saine et sauve|sains et saufs|' +
    'tout va bien|ca va|je vais bien|nous allons bien|on va bien|rien a signaler|ras',
);

/**
 * What the message answers; undefined: none of the words. In doubt it is a call for help, which somebody reads: a
 * message that begins with that word may go on as it likes, one that begins with another may not ("1 person is hurt").
 * A cry for help is one without its digit too.
 */
export const readAnswer = (text: string, answers: readonly AnswerWord[]): string | undefined => {
  const said = wordsOf(text);
  if (said === '') return undefined;
  for (const { word, meaning } of answers) {
    const known = wordsOf(word);
    if (known === '') continue;
    const spelt = SPELT[known];
    const itself = one(spelt === undefined ? known : `${known}|${spelt}`);
    if (meaning === 'help' && begins(said, [one(known)])) return meaning;
    const adding = meaning === 'safe' ? SAFE : maybe(known);
    if (isWhole(said, [around, itself, around, adding, around])) return meaning;
  }
  const offersHelp = answers.some(({ meaning }) => meaning === 'help');
  return offersHelp && isCry(text) ? 'help' : undefined;
};
