import { textOfUnits } from './units.ts';

/** Precedes each code of the extension table; no character itself (TS 23.038 6.2.1, note 1). */
const ESCAPE = 0x1b;

// TS 23.038 6.2.1, the default alphabet in the order of its codes; the escape stands where it is to keep the rest
// in place.
const DEFAULT =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?' +
  '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';

// TS 23.038 6.2.1.1, the extension table. Form feed is its page break.
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

// Tables over every UTF-16 unit: a look-up within bounds is what makes the pass over a text quick.
/** Septets that the unit takes; 0 if the alphabet lacks it. */
const WIDTHS = new Uint8Array(0x10000);
const CODES = new Uint8Array(0x10000);
/** What each code means alone, and what it means after the escape. */
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
// A receiver shows a space for an escape that it doesn't understand, be it in the default table or, reserved for yet
// another table, in the extension table. For other codes without a meaning in the extension table it shows the
// default alphabet's character (TS 23.038 6.2.1 and 6.2.1.1).
PLAIN[ESCAPE] = 0x20;
ESCAPED[ESCAPE] = 0x20;
for (const [code, character] of EXTENSION) {
  const unit = character.charCodeAt(0);
  ESCAPED[code] = unit;
  WIDTHS[unit] = 2;
  CODES[unit] = code;
}

/** Septets that one UTF-16 unit takes: 1, or 2 for the extension table; 0 if GSM-7 lacks it. */
export const septetWidth = (unit: number): number => WIDTHS[unit] ?? 0;

/** Septets that `text` takes, or -1 if it holds a character that GSM-7 lacks. */
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
 * Septets that `text` takes, those of the extension table counting 2.
 *
 * @throws RangeError if the text holds a character that GSM-7 lacks
 */
export const septetCount = (text: string): number => {
  const septets = measureGsm7(text);
  if (septets < 0) throw lacking(text);
  return septets;
};

/**
 * The septets of `text` in GSM-7, each in an octet of its own; the extension table's as 0x1B and the code.
 *
 * @throws RangeError if the text holds a character that GSM-7 lacks: nothing is ever replaced
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
 * The text of GSM-7 septets, each in an octet of its own. Lenient as TS 23.038 asks of a receiver; an octet above
 * 0x7F is no septet and becomes U+FFFD.
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
