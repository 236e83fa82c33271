/** Cells that a spreadsheet would run as a formula (OWASP, CSV injection). */
const FORMULA = /^[=+\-@\t\r]/;
const NUMERIC = /^[+-]?\d+(?:\.\d+)?$/;

/**
 * A cell in the form of RFC 4180. An apostrophe before a formula keeps a spreadsheet from running the formula; an
 * import removes the apostrophe again.
 */
export const csvCell = (value: string | number | boolean | undefined): string => {
  const text = value === undefined ? '' : String(value);
  const harmless = FORMULA.test(text) && !NUMERIC.test(text) ? `'${text}` : text;
  return /[",;\r\n\t]|^\s|\s$/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
};
