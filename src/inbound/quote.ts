// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const GAPS = /[\s\u0000-\u001f\u007f-\u009f]+/gu;

/** What somebody wrote, fit to stand in a message of ours: on one line, whole characters, at most `most` of them. */
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
