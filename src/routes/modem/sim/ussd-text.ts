import { decodeGsm7, encodeGsm7 } from '../../../domain/text/gsm7.ts';
import { packSeptets, unpackSeptets } from '../../../domain/text/septets.ts';
import { decodeUcs2 } from '../../../domain/text/ucs2.ts';
import { fromHex, toHex } from '../pdu/hex.ts';

const CR = 0x0d;

/** The data coding scheme of a USSD code: the default alphabet, language unspecified (TS 23.038 5). */
export const USSD_DCS = 15;

/** A hexadecimal text with fewer characters than this is more likely a plain number. */
const LEAST_PACKED = 14;

/**
 * Encodes a USSD code for AT+CUSD.
 *
 * @param packed writes the code as packed septets in hexadecimal, padded as TS 23.038 6.1.2.3 says
 */
export const encodeUssd = (code: string, packed: boolean): string => {
  if (!packed) return code;
  const septets = encodeGsm7(code);
  return toHex(packSeptets(septets.length % 8 === 7 ? Uint8Array.from([...septets, CR]) : septets));
};

/**
 * Decodes the text of a +CUSD line. By TS 27.007 7.15 the default alphabet comes as characters and everything else as
 * octets in hexadecimal; some modems also send the default alphabet as hexadecimal of packed septets or UCS-2.
 *
 * @param dcs the cell broadcast data coding scheme (TS 23.038 5), which USSD uses too
 * @param packed whether this modem packs septets
 */
export const decodeUssd = (said: string, dcs: number, packed: boolean): string => {
  const octets = said === '' ? undefined : fromHex(said);
  if (octets === undefined) return said;
  switch (alphabetOf(dcs)) {
    case 'ucs2':
      // With 0x11 the language comes first, in two octets.
      return decodeUcs2(dcs === 0x11 ? octets.subarray(2) : octets);
    case 'octets':
      return Buffer.from(octets).toString('latin1');
    case 'gsm7':
      if (packed) return unpacked(octets);
      if (/^(?:00[0-9a-f]{2})+$/i.test(said)) return decodeUcs2(octets);
      return said.length >= LEAST_PACKED && /[a-f]/i.test(said) ? unpacked(octets) : said;
  }
};

const unpacked = (octets: Uint8Array): string => {
  const text = decodeGsm7(unpackSeptets(octets, Number.POSITIVE_INFINITY));
  // Seven unused bits at the end are filled with a carriage return (TS 23.038 6.1.2.3.1).
  return octets.length % 7 === 0 ? text.replace(/\r$/, '') : text;
};

const alphabetOf = (dcs: number): 'gsm7' | 'octets' | 'ucs2' => {
  const group = dcs >> 4;
  if (dcs === 0x11) return 'ucs2';
  if (group >= 0b0100 && group <= 0b0111) {
    return (['gsm7', 'octets', 'ucs2', 'gsm7'] as const)[(dcs >> 2) & 3] ?? 'gsm7';
  }
  return group === 0b1111 && (dcs & 0x04) !== 0 ? 'octets' : 'gsm7';
};
