import { wordsOf } from '../words.ts';

const LETTERS = [...'abcdefghijklmnopqrstuvwxyz'];
const NAMED_IN = ['fr', 'en'];
const CODE = /^[a-z]{2,3}$/;

let byName: ReadonlyMap<string, string> | undefined;

/** The languages with a code of two letters, by their names in French and in English, as words are compared. */
const names = (): ReadonlyMap<string, string> => {
  if (byName !== undefined) return byName;
  const found = new Map<string, string>();
  for (const language of NAMED_IN) {
    const namesOf = new Intl.DisplayNames([language], { type: 'language', fallback: 'none' });
    for (const first of LETTERS) {
      for (const second of LETTERS) {
        const name = namesOf.of(first + second);
        if (name !== undefined) found.set(wordsOf(name), first + second);
      }
    }
  }
  byName = found;
  return found;
};

/**
 * The primary subtag (BCP 47) of a language that a phone names by its code of two or three letters, or by its name in
 * French or English; undefined if there is no such language.
 *
 * @param said in the form of `wordsOf`
 */
export const languageOf = (said: string): string | undefined => {
  const named = names().get(said);
  if (named !== undefined || !CODE.test(said)) return named;
  // A code of three letters has one of two, where the language has both: "fra" is "fr".
  const [tag = said] = Intl.getCanonicalLocales(said);
  const [subtag = tag] = tag.split('-', 1);
  const known = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' }).of(subtag);
  return known === undefined ? undefined : subtag;
};
