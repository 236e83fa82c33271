import type { Concat } from '../../../domain/text/concat.ts';
import { readConcat } from '../../../domain/text/concat.ts';
import { decodeGsm7 } from '../../../domain/text/gsm7.ts';
import { unpackSeptets } from '../../../domain/text/septets.ts';
import { decodeUcs2 } from '../../../domain/text/ucs2.ts';

export type Alphabet = 'gsm7' | 'ascii' | 'latin1' | 'ucs2' | 'binary';

/** SMPP 3.4 5.2.19 for 0 to 0x0F; above, TS 23.038 section 4: its general group and the class group 0xF0. */
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

/** What one message carries: an optional user data header, and text behind it. */
export interface UserData {
  readonly udh: Buffer | undefined;
  readonly body: Buffer;
  readonly alphabet: Alphabet;
  /** GSM 7-bit septets packed into octets, not one in each. */
  readonly packed: boolean;
}

/** Undefined if the header that esm_class announces isn't one: longer than the message, or not filled by its elements. */
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

/** Bits to the next septet boundary after a header of so many octets (TS 23.040 9.2.3.24). */
const fillBits = (headerLength: number): number => (7 - ((headerLength * 8) % 7)) % 7;

/** The text as a phone shows it; what is no text, in hexadecimal. */
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
 * SMPP counts octets, so that seven septets and eight whose last is `@` look alike: a zero septet at the very end of
 * whole octets is taken as filling.
 */
const unpack = (body: Buffer, headerLength: number): Uint8Array => {
  const fill = fillBits(headerLength);
  const septets = unpackSeptets(body, Math.floor((body.length * 8 - fill) / 7), fill);
  const whole = (body.length * 8 - fill) % 7 === 0;
  return whole && septets.at(-1) === 0 ? septets.subarray(0, -1) : septets;
};

/** What TP-UD holds (TS 23.040 9.2.3.16): 140 octets, or as many septets as fit into them behind the header. */
const AIR_OCTETS = 140;

/** How many octets of `body` a phone can be sent in one part behind a header of so many octets. */
export const roomBehind = (headerLength: number, alphabet: Alphabet, packed: boolean): number => {
  const octets = AIR_OCTETS - headerLength;
  if (alphabet === 'ucs2' || alphabet === 'binary' || (alphabet === 'gsm7' && packed)) return octets;
  return Math.floor((octets * 8) / 7);
};
