import { begins, type Element, isWhole, many, one, type Pattern } from './grammar.ts';
import { isExplicitEnglish, COURTESIES as POLITE_ENGLISH } from './opt-out-english.ts';
import { isExplicitFrench, COURTESIES as POLITE_FRENCH } from './opt-out-french.ts';
import { clausesOf, wordsOf } from './words.ts';

/** The language of the text as a primary subtag; undefined if its words don't tell. */
export type Tongue = 'en' | 'fr' | undefined;

export interface OptOutOptions {
  /** Names by which people call the sender, such as the one that phones show: "STOP PREFECTURE" means STOP. */
  readonly names: readonly string[];
}

// The opt-out words of the CTIA and the FCC (47 CFR 64.1200(a)(10)), and their French equivalents.
const ENGLISH_WORDS =
  'unsubscribe|unsub|un subscribe|unsuscribe|unsubcribe|cancel|end|quit|quit it|revoke|optout|opt out|remove';
const FRENCH_WORDS =
  'arret|arrets|arreter|arretez|arrete|cessez|cesser|stopper|stoppez|desabonner|desabonne|desabonnez|desabonnement|desabo|' +
  'desinscrire|desinscription|desinscrivez|resilier|resiliation|annuler|quitter|supprimer';
const WORDS = `stop|stopp|stopall|stop all|stop it|stop this|stop that|td|${ENGLISH_WORDS}|${FRENCH_WORDS}`;
const UNMISTAKABLE = 'stop|stopall|stop all|arret|unsubscribe|desabonner|optout|opt out';
// A text of these phrases and an unmistakable opt-out word opts out ("OK. Stop."). With another opt-out word it
// doesn't: "Yes. End." answers a question.
const ASSENT =
  'ok|okay|oui|yes|yeah|yep|no|non|ouais|wrong number|you have the wrong number|mauvais numero|faux numero|erreur de numero';

const polite = many(`${POLITE_ENGLISH}|${POLITE_FRENCH}`);
const FRENCH_MORE = 'tout|tous|definitif|definitivement';
const more = many(`${WORDS}|all|${FRENCH_MORE}|${POLITE_ENGLISH}|${POLITE_FRENCH}`);
const WORDS_ALONE: Pattern = [polite, one(WORDS), more];
const UNMISTAKABLE_FIRST: Pattern = [polite, one(UNMISTAKABLE)];
const AFTER_ASSENT: Pattern = [one('ok|okay|oui|yes|yeah'), one(UNMISTAKABLE), more];
const ASSENT_ALONE: Pattern = [many(`${POLITE_ENGLISH}|${POLITE_FRENCH}|${ASSENT}`)];
// French advertisements ask for "STOP au 36xxx", and some people send just that.
const BY_CODE = /^stop (?:au |to )?[0-9]{3,8}$/;
const ENGLISH_HINTS = one(`${ENGLISH_WORDS}|please|pls|plz|thanks|thank you|stop it|stop this|stop that`);
const FRENCH_HINTS = one(`${FRENCH_WORDS}|${FRENCH_MORE}|svp|stp|merci|s il vous plait|s il te plait`);

/**
 * The language of an opt-out; undefined if the text is no opt-out. An opt-out is one of the opt-out words with nothing
 * but courtesies beside it, or a clause that asks for no more messages. A "stop" somewhere in the text isn't enough.
 */
export const readOptOut = (
  text: string,
  { names }: OptOutOptions,
): { readonly language: Tongue } | undefined => {
  const clauses = clausesOf(text);
  if (clauses.some(isExplicitEnglish)) return { language: 'en' };
  if (clauses.some(isExplicitFrench)) return { language: 'fr' };
  const words = wordsOf(text);
  const named = names.some((name) => words === `stop ${wordsOf(name)}` || words === `arret ${wordsOf(name)}`);
  if (named || isWhole(words, AFTER_ASSENT) || BY_CODE.test(words)) return { language: tongue(words) };
  const said = clauses.filter((clause) => !isWhole(clause, [polite]));
  const opting = said.filter((clause) => isWhole(clause, WORDS_ALONE));
  if (opting.length === 0) return undefined;
  const rest = said.filter((clause) => !opting.includes(clause));
  if (rest.length === 0) return { language: tongue(words) };
  const sure = opting.some((clause) => begins(clause, UNMISTAKABLE_FIRST));
  return sure && rest.every((clause) => isWhole(clause, ASSENT_ALONE))
    ? { language: tongue(words) }
    : undefined;
};

/** Whether this word opts out or in. It can't be an answer or a keyword then. */
export const isReserved = (word: string): boolean =>
  readOptOut(word, { names: [] }) !== undefined || readOptIn(word) !== undefined;

const OPT_IN =
  'start|unstop|restart messages|resubscribe|resubscribe me|opt in|optin|opt me in|reabonner|reabonnez moi|me reabonner';
const OPTS_IN: Pattern = [polite, one(OPT_IN), many(`${OPT_IN}|${POLITE_ENGLISH}|${POLITE_FRENCH}`)];

/** The language of a text that takes an opt-out back; undefined if the text doesn't. */
export const readOptIn = (text: string): { readonly language: Tongue } | undefined => {
  const words = wordsOf(text);
  return isWhole(words, OPTS_IN) ? { language: tongue(words) } : undefined;
};

const tongue = (text: string): Tongue => {
  if (holds(text, FRENCH_HINTS)) return 'fr';
  return holds(text, ENGLISH_HINTS) ? 'en' : undefined;
};

const holds = (text: string, hints: Element): boolean =>
  [...text.matchAll(/(?<=^| )/g)].some(({ index }) => begins(text.slice(index), [hints]));

export const EVERY_LIST_WORDS =
  'stopall|stop all|stop tout|arret tout|unsubscribe all|cancel all|end all|opt out all';
const ALL: Pattern = [polite, one(EVERY_LIST_WORDS), polite];

/** Whether an opt-out is for all lists, not only for those that brought the last alert. */
export const stopsAll = (text: string): boolean => isWhole(wordsOf(text), ALL);
