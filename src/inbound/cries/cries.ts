import { clausesOf } from '../words.ts';
import { englishCries, englishHints, englishOver, englishStates } from './english-signs.ts';
import { frenchCries, frenchHints, frenchOver, frenchStates } from './french-signs.ts';
import { type Found, type Signs, signsOf } from './signs.ts';
import { meantWords } from './sms-spelling.ts';
import { isSpokenCry } from './spoken-cries.ts';

/** "1 but my neighbour is trapped": each side of the word is read for itself. */
const CONTRAST = / (?:mais|sauf|excepte|par contre|but|except|however|though|although) /u;
/** How many words before a state a word of denial takes it back: "nobody here is hurt". */
const DENIED_WITHIN = 3;
const DENIAL = new Set(
  (
    'pas aucun aucune ni jamais sans non plus rien no not nobody none noone never without don isn wasn aren didn haven ' +
    'hasn neither nor'
  ).split(' '),
);
/** "No, I am trapped": the word refuses something else. */
const REFUSAL = new Set(['no', 'non']);
const SPEAKERS = new Set('i we my je j on nous ma mon il elle'.split(' '));
/** Takes back even a cry in the first person. */
const mistakes = signsOf(`
  fausse alerte/alarme
  false alarm
  par/by erreur/mistake
  exercice/drill
  was/is a mistake
`);
/** Somebody tells of others what they heard, which takes back whatever is no cry in the first person. */
const reports = signsOf(`
  news/headline*/bbc/cnn/tv/breaking/article/reportedly
  reports of/that/say
  bfm/bfmtv/cnews/actu/actus/jt/bilan/tele/infos/article/radio/journal
  selon la/le/les/bfm
  derniere minute
`);
/** So many different hints make a cry of a text that has no sign of distress. */
const HINTS = 2;
const HINTS_OF_A_QUESTION = 3;

const isDenied = (words: readonly string[], { from, to }: Found): boolean => {
  const before = words.slice(Math.max(0, from - DENIED_WITHIN), to);
  const denies = before.some(
    (word, index) =>
      DENIAL.has(word) && !(REFUSAL.has(word) && SPEAKERS.has(before[index + 1] ?? words[to] ?? '')),
  );
  const nobody = before.some((word, index) => word === 'personne' && /^ne?$/u.test(before[index + 1] ?? ''));
  if (denies || nobody || words[to] === 'pas') return true;
  return words[to] === 'plus' && before.some((word) => word === 'ne' || word === 'n');
};

/** A comma in place of an apostrophe, which many telephones have no key for: "nous n, avons pas d, eau". */
const COMMA = /(?<![\p{L}\p{N}])([cdjlmnst]),\s*/giu;

const has = (signs: readonly Signs[], words: readonly string[]): boolean =>
  signs.some((one) => one.isIn(words));

const isDistress = (words: readonly string[], isReport: boolean): boolean => {
  if (mistakes.isIn(words)) return false;
  if (has([frenchCries, englishCries], words)) return true;
  if (isReport || has([frenchOver, englishOver], words)) return false;
  return [frenchStates, englishStates].some((states) =>
    states.find(words).some((found) => !isDenied(words, found)),
  );
};

const hintsIn = (clauses: readonly (readonly string[])[]): number => {
  const told = clauses.filter((words) => !has([mistakes, frenchOver, englishOver], words));
  const count = (hints: readonly Signs[]): number =>
    hints.filter((hint) => told.some((words) => hint.isIn(words))).length;
  return Math.max(count(frenchHints), count(englishHints));
};

/**
 * Whether the text is a cry for help. A doubtful text is one, since a person looks at each: a cry that a clause begins
 * with, a sign of distress anywhere in a clause, or several hints together.
 * @param answers words that answer an open question, which may stand before a cry
 */
export const isCry = (text: string, answers: readonly string[]): boolean => {
  if (isSpokenCry(text, answers)) return true;
  const clauses = clausesOf(text.replace(COMMA, '$1 ')).flatMap((clause) =>
    ` ${clause} `.split(CONTRAST).map((one) => meantWords(one.trim())),
  );
  if (isSpokenCry(clauses.map((words) => words.join(' ')).join('. '), answers)) return true;
  const isReport = clauses.some((words) => reports.isIn(words));
  if (clauses.some((words) => isDistress(words, isReport))) return true;
  return !isReport && hintsIn(clauses) >= (text.includes('?') ? HINTS_OF_A_QUESTION : HINTS);
};
