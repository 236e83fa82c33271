import { decodeGsm7 } from '../../../domain/text/gsm7.ts';
import { unpackSeptets } from '../../../domain/text/septets.ts';
import type { OctetReader } from './octet-reader.ts';

/** Type of number (TS 23.040 9.1.2.5); types that are handled alike share a kind. */
type AddressKind = 'international' | 'national' | 'alphanumeric' | 'unknown';

export interface Address {
  readonly kind: AddressKind;
  /** Digits (and `*#abc`) without a plus sign, or the name of an alphanumeric address. */
  readonly text: string;
}

// TS 23.040 9.1.2.3: digits are semi-octets, and 0xF fills up the last octet.
const DIGITS = '0123456789*#abc';
const FILL = 0xf;

// The type-of-address octets that the gateway writes (TS 23.040 9.1.2.5), with the ISDN numbering plan.
const TYPE_INTERNATIONAL = 0x91;
const TYPE_NATIONAL = 0xa1;
const TYPE_UNKNOWN = 0x81;

/** Reads an address as people write it: a plus sign makes it international. */
export const toAddress = (number: string): Address =>
  number.startsWith('+')
    ? { kind: 'international', text: number.slice(1) }
    : { kind: 'unknown', text: number };

const typeOf = (kind: AddressKind): number => {
  if (kind === 'international') return TYPE_INTERNATIONAL;
  return kind === 'national' ? TYPE_NATIONAL : TYPE_UNKNOWN;
};

/** Packs digits as swapped semi-octets. The last octet is filled up with 0xF if the number of digits is odd. */
const packDigits = (digits: string): number[] => {
  const octets: number[] = [];
  for (let i = 0; i < digits.length; i += 2) {
    const low = DIGITS.indexOf(digits.charAt(i));
    const high = i + 1 < digits.length ? DIGITS.indexOf(digits.charAt(i + 1)) : FILL;
    octets.push((high << 4) | low);
  }
  return octets;
};

/** Encodes a destination address field: length in digits, type, digits (TS 23.040 9.1.2.5). */
export const encodeAddress = (address: Address): Uint8Array =>
  Uint8Array.from([address.text.length, typeOf(address.kind), ...packDigits(address.text)]);

/**
 * Encodes a service centre address: length in octets, type, digits (TS 24.011 8.2.5.2). A single 00 selects the
 * address on the SIM.
 */
export const encodeServiceCentre = (address: Address | undefined): Uint8Array => {
  if (address === undefined) return Uint8Array.of(0);
  const digits = packDigits(address.text);
  return Uint8Array.from([digits.length + 1, typeOf(address.kind), ...digits]);
};

const unpackDigits = (octets: Uint8Array, count: number): string => {
  let digits = '';
  for (const octet of octets) digits += (DIGITS[octet & 0xf] ?? '') + (DIGITS[octet >> 4] ?? '');
  return digits.slice(0, count);
};

const kindOf = (type: number): AddressKind => {
  switch ((type >> 4) & 7) {
    case 1:
      return 'international';
    case 2:
      return 'national';
    case 5:
      return 'alphanumeric';
    default:
      return 'unknown';
  }
};

/**
 * Reads an originating or recipient address; undefined if it is cut short. An address without digits is legal (a
 * hidden sender).
 */
export const readAddress = (reader: OctetReader): Address | undefined => {
  const length = reader.octet();
  const type = reader.octet();
  if (length === undefined || type === undefined) return undefined;
  const octets = reader.take(Math.ceil(length / 2));
  const kind = kindOf(type);
  if (kind !== 'alphanumeric') return { kind, text: unpackDigits(octets, length) };
  // The length counts the semi-octets in use, and each character takes 7 bits (9.1.2.5).
  return { kind, text: decodeGsm7(unpackSeptets(octets, Math.floor((length * 4) / 7))) };
};

/** Reads the service centre that precedes the TPDU on the AT interface; undefined if there is none. */
export const readServiceCentre = (reader: OctetReader): Address | undefined => {
  const length = reader.octet() ?? 0;
  if (length === 0) return undefined;
  const [type = 0, ...digits] = reader.take(length);
  return { kind: kindOf(type), text: unpackDigits(Uint8Array.from(digits), 2 * digits.length) };
};

/** The address as people write it. */
export const formatAddress = (address: Address): string =>
  address.kind === 'international' ? `+${address.text}` : address.text;
