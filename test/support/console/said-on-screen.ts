import { allWords } from './all-words.ts';

/** A text with fewer letters besides its values, such as `{{n}}/min`, could be anything. */
const LEAST_LETTERS = 3;
/** What a guide fills in for a value: a time, a number of people. Without one, a quote is all words. */
const FIGURE = /\d/;
const VALUE = /\{\{\w+\}\}/;

const plain = (text: string): string => text.replaceAll(/\s+/g, ' ').replaceAll('’', "'").trim();
const literally = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/**
 * Finds quotes of the console: word for word, with anything where the screen has a value, such as a name or a time.
 * @returns whether the console says a text in a language
 */
export const sayerOf = async (language: 'en' | 'fr'): Promise<(quote: string) => boolean> => {
  const texts = Object.values(await allWords(language)).flatMap((words) => Object.values(words));
  const whole = new Set(texts.filter((text) => !VALUE.test(text)).map(plain));
  const withValues = texts
    .map((text) => text.split(VALUE).map(plain))
    .filter((parts) => parts.length > 1 && parts.join('').replaceAll(/\P{L}/gu, '').length >= LEAST_LETTERS)
    .map((parts) => new RegExp(`^${parts.map(literally).join(' ?.+? ?')}$`, 'u'));
  return (quote) =>
    whole.has(plain(quote)) ||
    (FIGURE.test(quote) && withValues.some((pattern) => pattern.test(plain(quote))));
};
