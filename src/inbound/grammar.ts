/**
 * An element of a pattern over words. All positions in the text that a pattern can reach are followed at once, so that
 * the time stays linear in the length of the text, which may come from any phone.
 */
export interface Element {
  readonly phrases: readonly (readonly string[])[];
  readonly optional: boolean;
  readonly repeated: boolean;
}

export type Pattern = readonly Element[];

const element = (alternatives: string, optional: boolean, repeated: boolean): Element => ({
  phrases: alternatives.split('|').map((phrase) => phrase.split(' ')),
  optional,
  repeated,
});

/** One of these phrases, separated by `|`; each may have several words. */
export const one = (alternatives: string): Element => element(alternatives, false, false);

/** One of these phrases, or nothing. */
export const maybe = (alternatives: string): Element => element(alternatives, true, false);

/** Any number of these phrases. */
export const many = (alternatives: string): Element => element(alternatives, true, true);

const steps = (words: readonly string[], from: number, { phrases }: Element): readonly number[] =>
  phrases
    .filter((phrase) => phrase.every((word, index) => words[from + index] === word))
    .map((phrase) => from + phrase.length);

const pass = (words: readonly string[], places: ReadonlySet<number>, one: Element): ReadonlySet<number> => {
  const reached = new Set(one.optional ? places : []);
  const ahead = [...places];
  for (let from = ahead.pop(); from !== undefined; from = ahead.pop()) {
    for (const to of steps(words, from, one)) {
      if (one.repeated && !reached.has(to)) ahead.push(to);
      reached.add(to);
    }
  }
  return reached;
};

/** The positions, in words, at which the pattern can end if it begins at the first word. */
const endsOf = (words: readonly string[], pattern: Pattern): ReadonlySet<number> => {
  let places: ReadonlySet<number> = new Set([0]);
  for (const one of pattern) {
    places = pass(words, places, one);
    if (places.size === 0) break;
  }
  return places;
};

/** Whether the pattern matches the whole text, whose words are separated by one space. */
export const isWhole = (text: string, pattern: Pattern): boolean => {
  const words = text === '' ? [] : text.split(' ');
  return endsOf(words, pattern).has(words.length);
};

/** Whether the pattern matches the beginning of the text. */
export const begins = (text: string, pattern: Pattern): boolean => endsOf(text.split(' '), pattern).size > 0;

/** Whether the pattern matches the whole text, or all of it before a reason that begins with one of `reasons`. */
export const isWholeOrReasoned = (text: string, pattern: Pattern, reasons: Element): boolean => {
  const words = text.split(' ');
  const ends = endsOf(words, pattern);
  return ends.has(words.length) || [...ends].some((end) => end > 0 && steps(words, end, reasons).length > 0);
};
