/** What people write between the digits of a number: blanks (also those that don't break), dots, hyphens, brackets. */
const BETWEEN = '[\\s.()/-]{0,3}';

/**
 * Finds a number however people write its digits apart, and only where no other digit stands directly beside it.
 * @param spellings of the number, with nothing between their digits
 */
export const writtenAs = (spellings: readonly string[]): RegExp => {
  const forms = spellings.map((spelling) => spelling.replaceAll(/\D/g, '').split('').join(BETWEEN));
  return new RegExp(`(?<!\\d)(?:${forms.join('|')})(?!\\d)`);
};
