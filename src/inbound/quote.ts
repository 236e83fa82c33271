const GAPS = /[\s\p{Cc}]+/gu;

/** A person's text made fit for one of our messages: on one line, cut to at most `most` whole characters. */
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
