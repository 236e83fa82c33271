import { between, type Dice } from './dice.ts';

export type Alphabet = 'gsm7' | 'ucs2';

const WORDS = ['crue', 'montez', 'vallée', 'à', 'pont', 'école', 'eau', 'digue', 'évacuez', 'nord'] as const;

/** Characters in a part of a long text, less the header with a 16-bit reference (TS 23.040, 9.2.3.24.8). */
const PER_PART: Readonly<Record<Alphabet, number>> = { gsm7: 152, ucs2: 66 };
const ROOM_FOR_THE_LAST_WORD = 20;

/** The length of a text that is cut into so many parts, the last of them more than half full, in characters. */
export const lengthOf = (parts: number, alphabet: Alphabet): number =>
  PER_PART[alphabet] * parts - ROOM_FOR_THE_LAST_WORD;

/**
 * A text of `length` characters or some more. Each word has the number of its message in it, so that every part of a
 * long text shows its message, whatever its header says.
 */
export const textOf = (dice: Dice, message: number, length: number, alphabet: Alphabet): string => {
  let text = alphabet === 'ucs2' ? `(${message}.0)ж` : `(${message}.0)€`;
  for (let word = 1; text.length < length; word++) {
    text += ` (${message}.${word})${WORDS[between(dice(`word ${message} ${word}`), 0, WORDS.length - 1)]}`;
  }
  return text;
};

/** The number of the message that a text, or a part of one, was made for. */
export const messageIn = (text: string): number | undefined => {
  const found = /\((\d+)\.\d+\)/.exec(text)?.[1];
  return found === undefined ? undefined : Number(found);
};

/** The characters of WORDS that GSM 7 bit codes differently from ASCII (TS 23.038, 6.2.1). */
const GSM7: Readonly<Record<number, string>> = { 4: 'è', 5: 'é', 127: 'à' };
const GSM7_EXTENSION: Readonly<Record<number, string>> = { 101: '€' };

/** Unpacked septets for data_coding 0, UTF-16 for 8. Not the gateway's own codec, so that a fault in that shows. */
export const decode = (octets: Buffer, dataCoding: number): string => {
  if (dataCoding === 8) return Buffer.from(octets).swap16().toString('utf16le');
  let text = '';
  for (let index = 0; index < octets.length; index++) {
    const octet = octets[index] ?? 0;
    text +=
      octet === 0x1b
        ? (GSM7_EXTENSION[octets[++index] ?? 0] ?? '?')
        : (GSM7[octet] ?? String.fromCharCode(octet));
  }
  return text;
};
