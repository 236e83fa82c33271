/** What a spreadsheet begins a formula with (OWASP, CSV injection), also in full-width letters. */
const SIGN = '[=+\\-@\\uff1d\\uff0b\\uff0d\\uff20]';
const FORMULA = new RegExp(`^(?:${SIGN}|[\\t\\r\\n])`);
/**
 * A formula after what may begin a cell for a spreadsheet: the French Excel cuts at semicolons, knows no quotes that
 * begin within its cells, and so would run the rest of a text that has a semicolon in it.
 */
const INNER = new RegExp(`([;\\t\\r\\n] *)(?=${SIGN})`, 'g');
const MARKED = new RegExp(`(^|[;\\t\\r\\n] *)'(?=${SIGN})`, 'g');
const NUMERIC = /^[+-]?\d+(?:\.\d+)?$/;

/**
 * A cell in the form of RFC 4180. An apostrophe before a formula keeps a spreadsheet from running the formula; an
 * import removes the apostrophe again.
 */
export const csvCell = (value: string | number | boolean | undefined): string => {
  const text = value === undefined ? '' : String(value);
  const inside = text.replaceAll(INNER, "$1'");
  const harmless = FORMULA.test(inside) && !NUMERIC.test(text) ? `'${inside}` : inside;
  return /[",;\r\n\t]|^\s|\s$/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
};

/** The text of a cell without the apostrophes that `csvCell` put before formulas. */
export const bareCell = (text: string): string => text.replaceAll(MARKED, '$1');
