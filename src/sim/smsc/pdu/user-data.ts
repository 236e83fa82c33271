import type { Concat } from '../../../domain/text/concat.ts';
import { readConcat } from '../../../domain/text/concat.ts';
import { decodeGsm7 } from '../../../domain/text/gsm7.ts';
import { unpackSeptets } from '../../../domain/text/septets.ts';
import { decodeUcs2 } from '../../../domain/text/ucs2.ts';

export type Alphabet = 'gsm7' | 'ascii' | 'latin1' | 'ucs2' | 'binary';

/**
 * The alphabet of a data_coding: by SMPP 3.4 5.2.19 up to 0x0F, and above by TS 23.038 section 4, its general group
 * and class group 0xF0.
 */
export const alphabetOf = (dataCoding: number): Alphabet => {
  if (dataCoding === 0) return 'gsm7';
  if (dataCoding === 1) return 'ascii';
  if (dataCoding === 3) return 'latin1';
  if (dataCoding === 8) return 'ucs2';
  if (dataCoding >= 0xf0) return (dataCoding & 0x04) === 0 ? 'gsm7' : 'binary';
  if (dataCoding >= 0x10 && dataCoding < 0x40) return general[(dataCoding >> 2) & 3] ?? 'binary';
  return 'binary';
};

const general = ['gsm7', 'binary', 'ucs2', 'binary'] as const;

/** The user data of one message: an optional header, and the text after it. */
export interface UserData {
  readonly udh: Buffer | undefined;
  readonly body: Buffer;
  readonly alphabet: Alphabet;
  /** Whether GSM 7-bit septets are packed; otherwise each octet holds one. */
  readonly packed: boolean;
}

/**
 * Splits header and text; undefined if the header that esm_class announces is longer than the message, or its
 * elements don't fill it.
 */
export const splitUserData = (
  octets: Buffer,
  hasHeader: boolean,
  dataCoding: number,
  packed: boolean,
): UserData | undefined => {
  const alphabet = alphabetOf(dataCoding);
  const headerLength = hasHeader ? 1 + (octets[0] ?? 255) : 0;
  if (headerLength > octets.length) return undefined;
  if (!hasHeader) return { udh: undefined, body: octets, alphabet, packed };
  let at = 1;
  while (at + 1 < headerLength) at += 2 + (octets[at + 1] ?? 0);
  if (at !== headerLength) return undefined;
  const udh = octets.subarray(0, headerLength);
  return { udh, body: octets.subarray(headerLength), alphabet, packed };
};

export const concatOf = (data: UserData): Concat | undefined =>
  data.udh === undefined ? undefined : readConcat(data.udh);

/** Fill bits to the next septet boundary after a header of so many octets (TS 23.040 9.2.3.24). */
const fillBits = (headerLength: number): number => (7 - ((headerLength * 8) % 7)) % 7;

/** The text as a phone shows it; binary content in hexadecimal. */
export const textOf = (data: UserData): string => {
  const { body } = data;
  switch (data.alphabet) {
    case 'gsm7':
      return decodeGsm7(data.packed ? unpack(body, data.udh?.length ?? 0) : body);
    case 'ascii':
    case 'latin1':
      return body.toString('latin1');
    case 'ucs2':
      return decodeUcs2(body);
    case 'binary':
      return body.toString('hex');
  }
};

/**
 * Unpacks septets. SMPP counts octets, so seven septets look like eight that end in `@`: a zero septet at the end of
 * whole octets counts as filling.
 */
const unpack = (body: Buffer, headerLength: number): Uint8Array => {
  const fill = fillBits(headerLength);
  const septets = unpackSeptets(body, Math.floor((body.length * 8 - fill) / 7), fill);
  const whole = (body.length * 8 - fill) % 7 === 0;
  return whole && septets.at(-1) === 0 ? septets.subarray(0, -1) : septets;
};

/** TP-UD holds 140 octets (TS 23.040 9.2.3.16), or as many septets as fit into them after the header. */
const AIR_OCTETS = 140;

/** The largest number of octets of `body` in one part, after a header of so many octets. */
export const roomBehind = (headerLength: number, alphabet: Alphabet, packed: boolean): number => {
  const octets = AIR_OCTETS - headerLength;
  if (alphabet === 'ucs2' || alphabet === 'binary' || (alphabet === 'gsm7' && packed)) return octets;
  return Math.floor((octets * 8) / 7);
};
