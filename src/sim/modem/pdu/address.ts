import { decodeGsm7, encodeGsm7 } from '../../../domain/text/gsm7.ts';
import { packSeptets, unpackSeptets } from '../../../domain/text/septets.ts';
import type { Octets } from './octets.ts';

// TS 23.040 9.1.2.5: the type of number is in bits 4 to 6 of the type-of-address octet; bit 7 is always set.
const INTERNATIONAL = 1;
const ALPHANUMERIC = 5;
const TYPE_INTERNATIONAL = 0x91;
const TYPE_UNKNOWN = 0x81;
const TYPE_ALPHANUMERIC = 0xd0;
// Digits are semi-octets (TS 23.040 9.1.2.3); 15 fills up an odd count.
const DIGITS = '0123456789*#abc';
const FILL = 0xf;

export interface Address {
  /** The number, with a plus sign if it is international, or the name. */
  readonly text: string;
  /** Length, type of address and value as they came, to be copied into the status report. */
  readonly octets: Uint8Array;
}

/**
 * Reads an address field.
 *
 * @throws RangeError for an address that no network accepts
 */
export const readAddress = (octets: Octets): Address => {
  const length = octets.one();
  if (length > 20) throw new RangeError(`an address of ${length} semi-octets`);
  const type = octets.one();
  if ((type & 0x80) === 0) throw new RangeError('the type of address lacks its highest bit');
  const value = octets.some(Math.ceil(length / 2));
  const text = textOf(type, value, length);
  return { text, octets: Uint8Array.of(length, type, ...value) };
};

const textOf = (type: number, value: Uint8Array, length: number): string => {
  const kind = (type >> 4) & 7;
  if (kind === ALPHANUMERIC) return decodeGsm7(unpackSeptets(value, Math.floor((length * 4) / 7)));
  return `${kind === INTERNATIONAL ? '+' : ''}${readDigits(value, length)}`;
};

/**
 * Reads the first `length` swapped semi-octets.
 *
 * @throws RangeError if one of them is no digit, or the unused half of the last octet isn't filled with 1s
 */
const readDigits = (value: Uint8Array, length: number): string => {
  let digits = '';
  for (const octet of value) {
    for (const half of [octet & 0xf, octet >> 4]) {
      const digit = DIGITS[half];
      if (digits.length === length ? half !== FILL : digit === undefined) {
        throw new RangeError(`0x${octet.toString(16)} doesn't hold the digits it should`);
      }
      if (digits.length < length) digits += digit;
    }
  }
  return digits;
};

/**
 * Reads a service centre's address, whose length counts octets with the type (TS 27.005 3.1 <pdu>, TS 24.011
 * 8.2.5.1).
 */
export const readServiceCentre = (octets: Octets): string | undefined => {
  const length = octets.one();
  if (length === 0) return undefined;
  const type = octets.one();
  const value = octets.some(length - 1);
  const filled = (value.at(-1) ?? 0) >> 4 === FILL ? 1 : 0;
  return `${((type >> 4) & 7) === INTERNATIONAL ? '+' : ''}${readDigits(value, value.length * 2 - filled)}`;
};

export const writeServiceCentre = (number: string): Uint8Array => {
  const [, type, ...value] = writeAddress(number);
  return Uint8Array.of(value.length + 1, type ?? TYPE_UNKNOWN, ...value);
};

/**
 * Writes an address field.
 *
 * @param from a number, with a plus sign if it is international, or a name
 * @throws RangeError for a name longer than the 11 characters that an address holds
 */
export const writeAddress = (from: string): Uint8Array => {
  const digits = from.replace(/^\+/, '');
  if (digits !== '' && [...digits].every((digit) => DIGITS.includes(digit))) {
    const type = digits === from ? TYPE_UNKNOWN : TYPE_INTERNATIONAL;
    return Uint8Array.of(digits.length, type, ...writeDigits(digits));
  }
  const septets = encodeGsm7(from);
  if (septets.length > 11) throw new RangeError(`"${from}" has more than the 11 characters of a name`);
  const packed = packSeptets(septets);
  return Uint8Array.of(Math.ceil((septets.length * 7) / 4), TYPE_ALPHANUMERIC, ...packed);
};

const writeDigits = (digits: string): Uint8Array => {
  const octets = new Uint8Array(Math.ceil(digits.length / 2));
  for (let i = 0; i < octets.length; i++) {
    const high = digits[2 * i + 1];
    const low = DIGITS.indexOf(digits[2 * i] ?? '0');
    octets[i] = ((high === undefined ? FILL : DIGITS.indexOf(high)) << 4) | low;
  }
  return octets;
};
