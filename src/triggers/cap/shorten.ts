/**
 * As much of `text` as fits: up to the end of a sentence if one is far enough in, else up to a word, with dots.
 * Undefined if what fits is shorter than `least`. Asks `fits`, which has to be monotone, some tens of times.
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
  // A headline without a space still has to be there.
  const units = longest(text, endsOf(text, /./gsu), DOTS, fits);
  return least === 1 ? units : undefined;
};

const DOTS = '...';

/** The indexes right after each match. */
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
