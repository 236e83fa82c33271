/** What spreadsheets run (OWASP, CSV injection). */
const FORMULA = /^[=+\-@\t\r]/;
const NUMERIC = /^[+-]?\d+(?:\.\d+)?$/;

/** A cell as RFC 4180 has it, harmless in a spreadsheet; an import takes the apostrophe off again. */
export const csvCell = (value: string | number | boolean | undefined): string => {
  const text = value === undefined ? '' : String(value);
  const harmless = FORMULA.test(text) && !NUMERIC.test(text) ? `'${text}` : text;
  return /[",;\r\n\t]|^\s|\s$/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
};
