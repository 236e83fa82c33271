/** Crockford's base 32 in characters that all alphabets of SMS have and no carrier rewrites. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 6;
const MARK = new RegExp(`#([${ALPHABET}]{${LENGTH}})(?![${ALPHABET}])`, 'g');

/** A mark at the end of a text, such as ` #7K2M9Q`, by which an ear knows whose message it is. */
export const newMark = (random: () => number): string => {
  let mark = '';
  for (let at = 0; at < LENGTH; at++) mark += ALPHABET.charAt(Math.floor(random() * ALPHABET.length));
  return ` #${mark}`;
};

/** All marks in a text that arrived. A carrier may have put words before or after the text. */
export const marksIn = (text: string): readonly string[] =>
  [...text.toUpperCase().matchAll(MARK)].map(([mark]) => mark);

/** The mark of a text that we sent; undefined if it ends with none. */
export const markOf = (text: string): string | undefined => {
  const mark = marksIn(text).at(-1);
  return mark !== undefined && text.endsWith(mark) ? mark : undefined;
};
