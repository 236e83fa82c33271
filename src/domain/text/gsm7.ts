import { textOfUnits } from './units.ts';

/** Introduces each code of the extension table; not a character itself (TS 23.038 6.2.1, note 1). */
const ESCAPE = 0x1b;

// The default alphabet of TS 23.038 6.2.1 in the order of its codes. The escape is in it only to keep the positions.
const DEFAULT =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?' +
  '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';

// The extension table of TS 23.038 6.2.1.1. Form feed is its page break.
const EXTENSION: readonly (readonly [number, string])[] = [
  [0x0a, '\f'],
  [0x14, '^'],
  [0x28, '{'],
  [0x29, '}'],
  [0x2f, '\\'],
  [0x3c, '['],
  [0x3d, '~'],
  [0x3e, ']'],
  [0x40, '|'],
  [0x65, '€'],
];

// Tables with an entry for each UTF-16 unit: a look-up in them needs no bounds check, which makes measuring fast.
/** The number of septets of each unit; 0 if the alphabet lacks it. */
const WIDTHS = new Uint8Array(0x10000);
const CODES = new Uint8Array(0x10000);
/** The character of each code alone, and after the escape. */
const PLAIN = new Uint16Array(0x80);
const ESCAPED = new Uint16Array(0x80);

for (let code = 0; code < DEFAULT.length; code++) {
  const unit = DEFAULT.charCodeAt(code);
  PLAIN[code] = unit;
  ESCAPED[code] = unit;
  if (code === ESCAPE) continue;
  WIDTHS[unit] = 1;
  CODES[unit] = code;
}
// TS 23.038 6.2.1 and 6.2.1.1: a receiver shows a space for an escape at the end of the text, and for an escape after
// an escape, which is reserved for another table. For any other code without a meaning in the extension table it shows
// the character of the default alphabet.
PLAIN[ESCAPE] = 0x20;
ESCAPED[ESCAPE] = 0x20;
for (const [code, character] of EXTENSION) {
  const unit = character.charCodeAt(0);
  ESCAPED[code] = unit;
  WIDTHS[unit] = 2;
  CODES[unit] = code;
}

/** The number of septets of one UTF-16 unit: 1, or 2 in the extension table; 0 if GSM-7 lacks it. */
export const septetWidth = (unit: number): number => WIDTHS[unit] ?? 0;

/** The number of septets of `text`; -1 if it has a character that GSM-7 lacks. */
export const measureGsm7 = (text: string): number => {
  let septets = 0;
  for (let i = 0; i < text.length; i++) {
    const width = septetWidth(text.charCodeAt(i));
    if (width === 0) return -1;
    septets += width;
  }
  return septets;
};

export const isGsm7 = (text: string): boolean => measureGsm7(text) >= 0;

/**
 * The number of septets of `text`; characters of the extension table count 2.
 * @throws RangeError if the text has a character that GSM-7 lacks
 */
export const septetCount = (text: string): number => {
  const septets = measureGsm7(text);
  if (septets < 0) throw lacking(text);
  return septets;
};

/**
 * The septets of `text` in GSM-7, one in each octet. Characters of the extension table are 0x1B and their code.
 * @throws RangeError if the text has a character that GSM-7 lacks: no character is replaced
 */
export const encodeGsm7 = (text: string): Uint8Array => {
  const septets = new Uint8Array(septetCount(text));
  let at = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (septetWidth(unit) === 2) septets[at++] = ESCAPE;
    septets[at++] = CODES[unit] ?? 0;
  }
  return septets;
};

/**
 * The text of GSM-7 septets, one in each octet. It accepts everything, as TS 23.038 asks of a receiver; an octet above
 * 0x7F is not a septet and becomes U+FFFD.
 */
export const decodeGsm7 = (septets: Uint8Array): string => {
  const units = new Uint16Array(septets.length);
  let length = 0;
  let table = PLAIN;
  let left = septets.length;
  for (const code of septets) {
    left--;
    if (code === ESCAPE && table === PLAIN && left > 0) {
      table = ESCAPED;
      continue;
    }
    units[length++] = table[code] ?? 0xfffd;
    table = PLAIN;
  }
  return textOfUnits(units.subarray(0, length));
};

const lacking = (text: string): RangeError => {
  let at = 0;
  while (septetWidth(text.charCodeAt(at)) !== 0) at++;
  const code = (text.codePointAt(at) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return new RangeError(`U+${code} at index ${at} isn't in the GSM 7-bit alphabet`);
};
