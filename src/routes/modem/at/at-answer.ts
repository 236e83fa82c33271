import { codeOfWords } from './error-words.ts';

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

// Some firmwares, nRF9160's and G510's among them, name the command: +CMGS ERROR: 38.
const CODED = /^\+(CM[ES]|CMGS) ERROR\s*:\s*(.*)$/i;

// Lines that end a command without success: ERROR (V.250 5.7.1), and others that modems send. NO CARRIER, BUSY and NO
// ANSWER aren't included: the gateway never dials, so they only tell that a caller has hung up.
const PLAIN = /^(ERROR|COMMAND NOT SUPPORT|TOO MANY PARAMETERS|OPERATION NOT ALLOWED)$/i;

/** The error in this line; `undefined` if the line is no error. */
export const readAtError = (line: string): AtError | undefined => {
  const coded = CODED.exec(line);
  if (coded !== null) {
    const text = coded[2] ?? '';
    const kind = coded[1]?.toUpperCase() === 'CME' ? 'cme' : 'cms';
    return { kind, code: /^\d+$/.test(text) ? Number(text) : codeOfWords(kind, text), line };
  }
  return PLAIN.test(line) ? { kind: 'plain', line } : undefined;
};

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
