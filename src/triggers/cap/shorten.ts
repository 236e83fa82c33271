/**
 * Shortens `text` to what fits: to the end of a sentence if enough is left, otherwise to a word with dots. Undefined
 * if less than `least` UTF-16 units fit.
 *
 * @param fits tells whether a candidate fits; must be true for every shorter candidate too, and is called some tens
 * of times
 */
export const shortenTo = (
  text: string,
  least: number,
  fits: (candidate: string) => boolean,
): string | undefined => {
  const sentences = endsOf(text, /[.!?](?=\s)/g);
  const sentence = longest(text, sentences, '', fits);
  const word = longest(text, endsOf(text, /\S(?=\s)/gu), DOTS, fits);
  if (sentence !== undefined && sentence.length >= Math.max(least, (word?.length ?? 0) / 2)) return sentence;
  if (word !== undefined && word.length >= least + DOTS.length) return word;
  // A headline without a space must not be left out, so it is cut anywhere.
  const units = longest(text, endsOf(text, /./gsu), DOTS, fits);
  return least === 1 ? units : undefined;
};

const DOTS = '...';

/** The indexes after each match. */
const endsOf = (text: string, pattern: RegExp): readonly number[] =>
  [...text.matchAll(pattern)].map((match) => match.index + match[0].length);

const longest = (
  text: string,
  ends: readonly number[],
  mark: string,
  fits: (candidate: string) => boolean,
): string | undefined => {
  let low = 0;
  let high = ends.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (fits(text.slice(0, ends[middle]) + mark)) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? undefined : text.slice(0, ends[low - 1]) + mark;
};
