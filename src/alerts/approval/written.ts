import { analyse } from '../../domain/text/analyse.ts';
import { isGsm7, septetCount } from '../../domain/text/gsm7.ts';
import { quote } from '../../domain/text/quote.ts';
import { transliterate } from '../../domain/text/transliterate.ts';

const NAMED = 30;
const LONGEST = 100;
const SHORTEST = 8;

// An order to answer, which the text of a person must not give in ours: `Répondez OK 111111`.
const ANSWER_LIKE = /(?<!\p{L})(?:ok|okay|oui|yes|non|no)[^\p{L}\p{N}]*\p{Nd}[\p{Nd}\s.-]{2,}/giu;

// With the narrow space that French puts inside of them.
const GUILLEMETS = /«\s?|\s?»/g;

/** The text of a person in GSM 7-bit, which can't pass for the words around it. `?` stands for what it lacks. */
const plain = (text: string): string =>
  [
    ...transliterate(text.replaceAll(GUILLEMETS, '"'))
      .text.replaceAll('"', "'")
      .replaceAll(ANSWER_LIKE, '... '),
  ]
    .map((character) => (isGsm7(character) ? character : '?'))
    .join('');

export const named = (name: string): string => quote(plain(name), NAMED);

/** The text with what people wrote cut so far that it fits in one part, or in two if it cannot. */
export const fitted = (written: string, make: (written: string) => string): string => {
  for (const parts of [1, 2]) {
    for (let most = LONGEST; most > SHORTEST; most -= 4) {
      const text = make(quote(plain(written), most));
      if (analyse(text).parts <= parts) return text;
    }
  }
  return make(quote(plain(written), SHORTEST));
};

const ASKED_LENGTH = 80;

/** What a phone wrote, as a page shows it: whole, see `canShow`. */
export const asked = (written: string): string => quote(plain(written), ASKED_LENGTH);

/** Whether a page can show what a phone wrote: else nobody can judge it by SMS. */
export const canShow = (written: string): boolean => {
  const { text } = transliterate(written);
  return isGsm7(text) && septetCount(text) <= ASKED_LENGTH && text.search(ANSWER_LIKE) < 0;
};
