/** No opt-out, answer or keyword is longer: of a text that goes on, the rest is for a person to read. */
const READ_UNITS = 1600;

// U+0300 and on, and what surrounds a digit in a keycap emoji.
const MARKS = /\p{M}+/gu;
const CLAUSE_END = /[.!?;,:…\n\r()"«»|/]+|\s[-–—]+\s/u;
const NOT_WORD = /[^\p{L}\p{N}]+/gu;
// They stand anywhere, and mean nothing.
const OATHS =
  /(?<![\p{L}\p{N}])(?:f\*+(?:k|ing)?|fuck(?:ing)?|damn(?:ed)?|bloody|putain|bordel|merde)(?![\p{L}\p{N}])/gu;
// With dots in it, whatever it is; with spaces these two, since "y a l" and the like are words of French.
const LETTER_BY_LETTER =
  /(?<![\p{L}\p{N}])(?:\p{L}(?:\.\p{L})+|s[\s.-]+o[\s.-]+s|s[\s.-]+t[\s.-]+o[\s.-]+p)(?![\p{L}\p{N}])/gu;
const LONE_LETTERS = /^\p{L}(?: \p{L})+$/u;

/** Case, accents, ligatures, full-width forms and the many apostrophes are how a phone writes, not what is meant. */
const folded = (text: string): string =>
  text
    .slice(0, READ_UNITS)
    .toLowerCase()
    .normalize('NFKD')
    .replace(MARKS, '')
    .replaceAll('œ', 'oe')
    .replaceAll('æ', 'ae')
    .replace(OATHS, ' ')
    .replace(LETTER_BY_LETTER, (letters) => letters.replace(NOT_WORD, ''));

/** The words in lower case without accents, one space between; S.T.O.P. is one. */
export const wordsOf = (text: string): string => {
  const words = folded(text).replace(NOT_WORD, ' ').trim();
  return LONE_LETTERS.test(words) ? words.replaceAll(' ', '') : words;
};

/** The same, clause by clause, without empty ones. */
export const clausesOf = (text: string): readonly string[] => {
  const whole = wordsOf(text);
  if (!whole.includes(' ')) return whole === '' ? [] : [whole];
  return folded(text)
    .split(CLAUSE_END)
    .map((clause) => clause.replace(NOT_WORD, ' ').trim())
    .filter((clause) => clause !== '');
};
