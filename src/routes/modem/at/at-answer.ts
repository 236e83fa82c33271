/** The error with which the modem ended a command. */
export type AtError =
  /** +CME ERROR: an error of the modem or SIM (TS 27.007 9.2). */
  | { readonly kind: 'cme'; readonly code: number; readonly line: string }
  /** +CMS ERROR: an error of the message service (TS 27.005 3.2.5). */
  | { readonly kind: 'cms'; readonly code: number; readonly line: string }
  /** ERROR without a code, or another line that ends a command without success. */
  | { readonly kind: 'plain'; readonly line: string };

/** The result of one AT command. */
export type AtAnswer =
  | { readonly kind: 'ok'; readonly lines: readonly string[] }
  | { readonly kind: 'error'; readonly error: AtError; readonly lines: readonly string[] }
  /** No final result came in time. The lines that came may still hold the answer. */
  | { readonly kind: 'silent'; readonly lines: readonly string[] };

// Some firmwares, nRF9160's among them, name the command: +CMGS ERROR: 38.
const CODED = /^\+(CME|CMS|CMGS) ERROR:\s*(.*)$/i;

// Lines that end a command without success: ERROR (V.250 5.7.1), and others that modems send. NO CARRIER, BUSY and NO
// ANSWER aren't included: the gateway never dials, so they only tell that a caller has hung up.
const PLAIN = /^(ERROR|COMMAND NOT SUPPORT|TOO MANY PARAMETERS|OPERATION NOT ALLOWED)$/i;

/** The error in this line; `undefined` if the line is no error. */
export const readAtError = (line: string): AtError | undefined => {
  const coded = CODED.exec(line);
  if (coded !== null) {
    const text = coded[2] ?? '';
    const code = /^\d+$/.test(text) ? Number(text) : codeOfWords(text);
    return { kind: coded[1]?.toUpperCase() === 'CME' ? 'cme' : 'cms', code, line };
  }
  return PLAIN.test(line) ? { kind: 'plain', line } : undefined;
};

// A modem that an earlier program left in AT+CMEE=2 sends these errors in words (TS 27.007 9.2.1, TS 27.005 3.2.5).
const WORDS: readonly (readonly [RegExp, number])[] = [
  [/^sim not inserted/i, 10],
  [/^sim pin required/i, 11],
  [/^sim puk required/i, 12],
  [/^sim failure/i, 13],
  [/^sim busy/i, 14],
  [/^sim wrong/i, 15],
  [/^incorrect password/i, 16],
];

/**
 * "Unknown error" is 500 for +CMS ERROR (TS 27.005 3.2.5) and 100 for +CME ERROR (TS 27.007 9.2.1). 500 is used for
 * both, since it means nothing else in either.
 */
const UNKNOWN = 500;

const codeOfWords = (text: string): number => WORDS.find(([words]) => words.test(text))?.[1] ?? UNKNOWN;

/**
 * The comma-separated values after `prefix:` in the first line that has it, without quotes; undefined if no line has
 * it.
 */
export const fieldsOf = (lines: readonly string[], prefix: string): readonly string[] | undefined => {
  const line = lines.find((each) => each.startsWith(`${prefix}:`));
  return line === undefined ? undefined : splitFields(line.slice(prefix.length + 1));
};

/** Splits at commas outside quotes and parentheses. */
const splitFields = (text: string): readonly string[] => {
  const fields: string[] = [];
  let field = '';
  let quoted = false;
  let depth = 0;
  for (const character of text) {
    if (character === '"') quoted = !quoted;
    else if (character === ',' && !quoted && depth === 0) {
      fields.push(field.trim());
      field = '';
      continue;
    } else if (!quoted && character === '(') depth++;
    else if (!quoted && character === ')') depth--;
    if (character !== '"') field += character;
  }
  return [...fields, field.trim()];
};
