import type { Concat } from '../../../domain/text/concat.ts';
import { readConcat } from '../../../domain/text/concat.ts';
import type { Encoding } from '../../../domain/text/encoding.ts';
import { decodeGsm7, encodeGsm7 } from '../../../domain/text/gsm7.ts';
import { packSeptets, unpackSeptets } from '../../../domain/text/septets.ts';
import { decodeUcs2, encodeUcs2 } from '../../../domain/text/ucs2.ts';

/** TS 23.040 9.2.3.24: TP-UD holds at most 140 octets. */
const MAX_OCTETS = 140;

/** `octets` is 8-bit data (TS 23.038 4). */
export type Alphabet = Encoding | 'octets';

export interface UserData {
  /** TP-UDL, header included: septets for GSM 7-bit, octets otherwise. */
  readonly length: number;
  readonly octets: Uint8Array;
}

const CLASS_0 = 0x10;

/** The data coding scheme to write: TS 23.038 4, general group, without a class or with class 0 (flash). */
export const dataCoding = (alphabet: Alphabet, flash: boolean): number => {
  const alphabetBits = { gsm7: 0x00, octets: 0x04, ucs2: 0x08 }[alphabet];
  return flash ? CLASS_0 | alphabetBits : alphabetBits;
};

/**
 * The number of empty bits between the header and the first septet, which begins on a septet boundary (TS 23.040
 * 9.2.3.24).
 */
const fillBitsAfter = (headerOctets: number): number => (7 - ((headerOctets * 8) % 7)) % 7;
const headerSeptets = (headerOctets: number): number => Math.ceil((headerOctets * 8) / 7);

/**
 * Encodes a text as TP-UD.
 *
 * @param header the user data header with its length octet; empty for none
 * @returns undefined if header and text don't fit in one short message
 * @throws RangeError if the text can't be written in the alphabet
 */
export const encodeUserData = (
  text: string,
  alphabet: Alphabet,
  header: Uint8Array = new Uint8Array(),
): UserData | undefined => {
  const septets = alphabet === 'gsm7' ? encodeGsm7(text) : undefined;
  const body =
    septets === undefined
      ? encodeOctets(text, alphabet)
      : packSeptets(septets, header.length === 0 ? 0 : fillBitsAfter(header.length));
  const octets = Uint8Array.from([...header, ...body]);
  if (octets.length > MAX_OCTETS) return undefined;
  const length = septets === undefined ? octets.length : headerSeptets(header.length) + septets.length;
  return { length, octets };
};

const encodeOctets = (text: string, alphabet: Alphabet): Uint8Array =>
  alphabet === 'ucs2' ? encodeUcs2(text) : Uint8Array.from(Buffer.from(text, 'latin1'));

/** The alphabet of a data coding scheme (TS 23.038 4); reserved schemes are read as the default alphabet. */
export const alphabetOf = (dcs: number): Alphabet => {
  const group = dcs >> 4;
  // Group 1110 is message waiting indication with UCS-2.
  if (group === 0b1110) return 'ucs2';
  if (group === 0b1111) return dcs & 0x04 ? 'octets' : 'gsm7';
  // Groups 0000 to 0111 are general data coding and automatic deletion. Compressed text is treated as octets, since the
  // gateway can't decompress it.
  if (group <= 0b0111) {
    if (dcs & 0x20) return 'octets';
    return (['gsm7', 'octets', 'ucs2', 'gsm7'] as const)[(dcs >> 2) & 3] ?? 'gsm7';
  }
  return 'gsm7';
};

export interface DecodedText {
  readonly text: string;
  readonly concat: Concat | undefined;
  /** The user data header with its length octet, empty for none, and what follows it. */
  readonly header: Uint8Array;
  readonly body: Uint8Array;
}

/**
 * Decodes TP-UD; never throws. A length beyond the end gives a shorter text. If the header claims more than there is,
 * the whole content is shown as text, as `userDataHeaderOctets` does for SMPP: the message may be a call for help.
 *
 * @param length TP-UDL
 * @param hasHeader TP-UDHI
 */
export const decodeUserData = (
  octets: Uint8Array,
  length: number,
  dcs: number,
  hasHeader: boolean,
): DecodedText => {
  const alphabet = alphabetOf(dcs);
  const used = octets.subarray(0, alphabet === 'gsm7' ? MAX_OCTETS : length);
  const claimed = hasHeader ? 1 + (used[0] ?? 0) : 0;
  const fits = claimed <= used.length && (alphabet !== 'gsm7' || headerSeptets(claimed) <= length);
  const headerOctets = fits ? claimed : 0;
  const header = used.subarray(0, headerOctets);
  const body = used.subarray(headerOctets);
  return {
    text: decodeText(body, length - headerSeptets(headerOctets), alphabet, fillBitsAfter(headerOctets)),
    concat: headerOctets > 0 ? readConcat(header) : undefined,
    header,
    body,
  };
};

/** 8-bit data as UTF-8; undefined if it isn't. */
export const utf8In = (octets: Uint8Array): string | undefined => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(octets);
  } catch {
    return undefined;
  }
};

const decodeText = (body: Uint8Array, septets: number, alphabet: Alphabet, fillBits: number): string => {
  if (alphabet === 'ucs2') return decodeUcs2(body);
  if (alphabet === 'octets') return utf8In(body) ?? Buffer.from(body).toString('latin1');
  return decodeGsm7(unpackSeptets(body, septets, fillBits));
};
