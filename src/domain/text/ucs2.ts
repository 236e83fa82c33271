import { textOfUnits } from './units.ts';

/**
 * UTF-16 in big-endian octets. TS 23.038 6.2.3 says UCS-2, which has no surrogates, but phones understand surrogate
 * pairs. An unpaired surrogate is encoded as it is.
 */
export const encodeUcs2 = (text: string): Uint8Array => {
  const octets = new Uint8Array(text.length * 2);
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    octets[2 * i] = unit >> 8;
    octets[2 * i + 1] = unit;
  }
  return octets;
};

/** The text of big-endian UTF-16 octets; an odd last octet is ignored. */
export const decodeUcs2 = (octets: Uint8Array): string => {
  const units = new Uint16Array(octets.length >> 1);
  const view = new DataView(octets.buffer, octets.byteOffset, octets.byteLength);
  for (let i = 0; i < units.length; i++) units[i] = view.getUint16(2 * i);
  return textOfUnits(units);
};
