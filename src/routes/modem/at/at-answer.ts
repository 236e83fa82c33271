/** Why a command failed, as the modem said it. */
export type AtError =
  /** TS 27.007 9.2: of the equipment. */
  | { readonly kind: 'cme'; readonly code: number; readonly line: string }
  /** TS 27.005 3.2.5: of the message service. */
  | { readonly kind: 'cms'; readonly code: number; readonly line: string }
  /** ERROR without more, and what else ends a command without success. */
  | { readonly kind: 'plain'; readonly line: string };

/** What became of one AT command. */
export type AtAnswer =
  | { readonly kind: 'ok'; readonly lines: readonly string[] }
  | { readonly kind: 'error'; readonly error: AtError; readonly lines: readonly string[] }
  /** No final result in time. What came until then may already say all that was asked. */
  | { readonly kind: 'silent'; readonly lines: readonly string[] };

const CODED = /^\+(CM[ES]) ERROR:\s*(.*)$/i;

// V.250 5.7.1, and what modems say besides. NO CARRIER, BUSY and NO ANSWER aren't among them: we never dial, so they
// only tell that a caller has hung up.
const PLAIN = /^(ERROR|COMMAND NOT SUPPORT|TOO MANY PARAMETERS|OPERATION NOT ALLOWED)$/i;

/** The error that a line states; `undefined` if it states none. */
export const readAtError = (line: string): AtError | undefined => {
  const coded = CODED.exec(line);
  if (coded !== null) {
    const text = coded[2] ?? '';
    const code = /^\d+$/.test(text) ? Number(text) : codeOfWords(text);
    return { kind: coded[1]?.toUpperCase() === 'CMS' ? 'cms' : 'cme', code, line };
  }
  return PLAIN.test(line) ? { kind: 'plain', line } : undefined;
};

// A modem left in AT+CMEE=2 by whoever had it before says these in words (TS 27.007 9.2.1, TS 27.005 3.2.5).
const WORDS: readonly (readonly [RegExp, number])[] = [
  [/^sim not inserted/i, 10],
  [/^sim pin required/i, 11],
  [/^sim puk required/i, 12],
  [/^sim failure/i, 13],
  [/^sim busy/i, 14],
  [/^sim wrong/i, 15],
  [/^incorrect password/i, 16],
];

/** TS 27.005 3.2.5 and TS 27.007 9.2.1: "unknown error" is 500 and 100; 500 serves both, as nothing else has it. */
const UNKNOWN = 500;

const codeOfWords = (text: string): number => WORDS.find(([words]) => words.test(text))?.[1] ?? UNKNOWN;

/** The values after `prefix:` in the first of the lines that has it: without quotes. */
export const fieldsOf = (lines: readonly string[], prefix: string): readonly string[] | undefined => {
  const line = lines.find((each) => each.startsWith(`${prefix}:`));
  return line === undefined ? undefined : splitFields(line.slice(prefix.length + 1));
};

/** Splits at the commas that stand in no quotes and no parentheses. */
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
