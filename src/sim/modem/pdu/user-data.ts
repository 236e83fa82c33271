import type { Concat } from '../../../domain/text/concat.ts';
import { readConcat } from '../../../domain/text/concat.ts';
import { decodeGsm7 } from '../../../domain/text/gsm7.ts';
import { unpackSeptets } from '../../../domain/text/septets.ts';
import { decodeUcs2 } from '../../../domain/text/ucs2.ts';
import type { Octets } from './octets.ts';

/** Octets of user data in one message (TS 23.040 9.2.3.24). */
const MOST = 140;

export type Alphabet = 'gsm7' | '8bit' | 'ucs2';

export interface UserData {
  /** 8-bit data is read as Latin-1. */
  readonly text: string;
  readonly concat: Concat | undefined;
}

/**
 * The alphabet of a data coding scheme (TS 23.038 4).
 *
 * @throws RangeError for compressed text and reserved groups
 */
export const alphabetOf = (dataCoding: number): Alphabet => {
  const group = dataCoding >> 4;
  if (group === 0xf) return (dataCoding & 4) === 0 ? 'gsm7' : '8bit';
  if (group === 0xe) return 'ucs2';
  if (group === 0xc || group === 0xd) return 'gsm7';
  if (group > 7 || (dataCoding & 0x20) !== 0)
    throw new RangeError(`data coding 0x${dataCoding.toString(16)}`);
  const alphabet = (['gsm7', '8bit', 'ucs2'] as const)[(dataCoding >> 2) & 3];
  if (alphabet === undefined) throw new RangeError('the reserved alphabet');
  return alphabet;
};

/**
 * Reads TP-UDL and TP-UD, the end of the PDU.
 *
 * @throws RangeError if the length doesn't match the octets that follow
 */
export const readUserData = (octets: Octets, alphabet: Alphabet, hasHeader: boolean): UserData => {
  const length = octets.one();
  const size = alphabet === 'gsm7' ? Math.ceil((length * 7) / 8) : length;
  if (size > MOST) throw new RangeError(`${size} octets of user data`);
  if (size !== octets.left) throw new RangeError(`TP-UDL asks for ${size} octets, there are ${octets.left}`);
  const data = octets.some(size);
  const headerOctets = hasHeader ? (data[0] ?? 0) + 1 : 0;
  if (headerOctets > size) throw new RangeError('the user data header is longer than the user data');
  const concat = hasHeader ? readConcat(data.subarray(0, headerOctets)) : undefined;
  return { text: textOf(data, length, headerOctets, alphabet), concat };
};

const textOf = (data: Uint8Array, length: number, headerOctets: number, alphabet: Alphabet): string => {
  const content = data.subarray(headerOctets);
  if (alphabet === 'ucs2') return decodeUcs2(content);
  if (alphabet === '8bit') return Buffer.from(content).toString('latin1');
  // The text continues at the next septet boundary after the header.
  const headerSeptets = Math.ceil((headerOctets * 8) / 7);
  return decodeGsm7(unpackSeptets(content, length - headerSeptets, headerSeptets * 7 - headerOctets * 8));
};
