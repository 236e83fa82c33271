import { withoutInvisible } from './invisible.ts';

// U+2400 is what a store on PostgreSQL has in the place of the character NUL, and no 7-bit SMS can hold it.
const GAPS = /[\s\p{Cc}\u2400]+/gu;

/**
 * Makes a person's text fit for a quotation in one of our messages: on one line, of at most `most` characters, without
 * invisible ones.
 */
export const quote = (text: string, most: number): string => {
  const characters = [
    ...text
      .slice(0, 4 * most)
      .toWellFormed()
      .replaceAll(GAPS, ' ')
      .trim(),
  ];
  const isWhole = characters.length <= most;
  // A cut may end in the middle of an emoji.
  const quoted = withoutInvisible(characters.slice(0, isWhole ? most : most - 3).join(''));
  return isWhole ? quoted : `${quoted}...`;
};
