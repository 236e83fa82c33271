const GAPS = /[\s\p{Cc}]+/gu;

/** Makes a person's text fit for a quotation in one of our messages: on one line, of at most `most` characters. */
export const quote = (text: string, most: number): string => {
  const characters = [
    ...text
      .slice(0, 4 * most)
      .toWellFormed()
      .replaceAll(GAPS, ' ')
      .trim(),
  ];
  return characters.length <= most ? characters.join('') : `${characters.slice(0, most - 3).join('')}...`;
};
