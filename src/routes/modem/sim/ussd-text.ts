import { decodeGsm7, encodeGsm7 } from '../../../domain/text/gsm7.ts';
import { packSeptets, unpackSeptets } from '../../../domain/text/septets.ts';
import { decodeUcs2 } from '../../../domain/text/ucs2.ts';
import { fromHex, toHex } from '../pdu/hex.ts';

const CR = 0x0d;

/** The data coding scheme of a code: the default alphabet, no language (TS 23.038 5). */
export const USSD_DCS = 15;

/** Shorter hexadecimal is more likely the text itself: a number. */
const LEAST_PACKED = 14;

/**
 * A USSD code as AT+CUSD takes it.
 *
 * @param packed as the hexadecimal of packed septets, padded as TS 23.038 6.1.2.3 has it
 */
export const encodeUssd = (code: string, packed: boolean): string => {
  if (!packed) return code;
  const septets = encodeGsm7(code);
  return toHex(packSeptets(septets.length % 8 === 7 ? Uint8Array.from([...septets, CR]) : septets));
};

/**
 * The text of a +CUSD line. TS 27.007 7.15 has the default alphabet as characters and all else as the hexadecimal of
 * octets; modems also give the default alphabet as the hexadecimal of packed septets, or of UCS-2.
 *
 * @param dcs the data coding scheme for cell broadcast (TS 23.038 5), which USSD uses too
 * @param packed the modem packs
 */
export const decodeUssd = (said: string, dcs: number, packed: boolean): string => {
  const octets = said === '' ? undefined : fromHex(said);
  if (octets === undefined) return said;
  switch (alphabetOf(dcs)) {
    case 'ucs2':
      // 0x11: the language comes first, in two octets.
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
  // Seven bits that nothing needed are filled with a carriage return (TS 23.038 6.1.2.3.1).
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
