/** How many UTF-16 units of a text are read, from its start: no opt-out, answer or keyword is longer. */
const READ_UNITS = 1600;

// Combining marks, such as accents (U+0300 and on) and the frame of a keycap emoji.
const MARKS = /\p{M}+/gu;
const CLAUSE_END = /[.!?;,:…\n\r()"«»|/]+|\s[-–—]+\s/u;
const NOT_WORD = /[^\p{L}\p{N}]+/gu;
// Swear words, which can stand anywhere and change no meaning.
const OATHS =
  /(?<![\p{L}\p{N}])(?:f\*+(?:k|ing)?|fuck(?:ing)?|damn(?:ed)?|bloody|putain|bordel|merde)(?![\p{L}\p{N}])/gu;
// Words spelt letter by letter: any with dots (S.T.O.P.), but with spaces only these two, since "y a l" and the like
// are French words.
const LETTER_BY_LETTER =
  /(?<![\p{L}\p{N}])(?:\p{L}(?:\.\p{L})+|s[\s.-]+o[\s.-]+s|s[\s.-]+t[\s.-]+o[\s.-]+p)(?![\p{L}\p{N}])/gu;
const LONE_LETTERS = /^\p{L}(?: \p{L})+$/u;

/** Folds the spelling: case, accents, ligatures, full-width forms and kinds of apostrophe don't change the meaning. */
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

/** The words of the text in lower case without accents, separated by one space; S.T.O.P. counts as one word. */
export const wordsOf = (text: string): string => {
  const words = folded(text).replace(NOT_WORD, ' ').trim();
  return LONE_LETTERS.test(words) ? words.replaceAll(' ', '') : words;
};

/** The clauses of the text, in the form of `wordsOf`, without empty ones. */
export const clausesOf = (text: string): readonly string[] => {
  const whole = wordsOf(text);
  if (!whole.includes(' ')) return whole === '' ? [] : [whole];
  return folded(text)
    .split(CLAUSE_END)
    .map((clause) => clause.replace(NOT_WORD, ' ').trim())
    .filter((clause) => clause !== '');
};
