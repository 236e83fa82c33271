import { Buffer } from 'node:buffer';

const HEX = /(?<![0-9A-Za-z])([0-9A-Fa-f]{2}[ :]?){8,}/g;
const BASE64 = /(?<![\w+/])[\w+/-]{16,}={0,2}/g;
/** A Buffer or an array of octets as JSON shows it. */
const OCTETS = /\[(\d{1,3},){7,}\d{1,3}\]/g;

/** Seven bits a character, as SMS-DELIVER has them (3GPP TS 23.038 6.1.2.1), begun at any octet. */
const sevenBits = (octets: Uint8Array): string => {
  let text = '';
  let bits = 0;
  let have = 0;
  for (const octet of octets) {
    bits |= octet << have;
    have += 8;
    while (have >= 7) {
      text += String.fromCharCode(bits & 0x7f);
      bits >>= 7;
      have -= 7;
    }
  }
  return text;
};

/** International addresses: type 91, then the digits with the two of each octet swapped (3GPP TS 23.040 9.1.2.5). */
const addresses = (octets: Buffer): string =>
  (octets.toString('hex').match(/91(\d\d){4,7}(f\d)?/g) ?? [])
    .map(
      (address) =>
        `+${address
          .slice(2)
          .replaceAll(/(.)(.)/g, '$2$1')
          .replace('f', '')}`,
    )
    .join(' ');

const ofOctets = (octets: Buffer): readonly string[] => {
  const wide = octets.subarray(0, octets.length & ~1);
  return [
    octets.toString('latin1'),
    octets.toString('utf8'),
    Buffer.from(wide).swap16().toString('utf16le'),
    Buffer.from(octets.subarray(1, 1 + ((octets.length - 1) & ~1)))
      .swap16()
      .toString('utf16le'),
    // The length of an address stands before the packed text of a PDU, so that the text can begin at any octet.
    ...Array.from({ length: Math.min(octets.length - 8, 32) }, (_, at) => sevenBits(octets.subarray(at))),
    addresses(octets),
  ];
};

/** What the octets that a line shows as hex, base64 or an array could say. */
export const decodings = (line: string): readonly string[] => [
  ...(line.match(HEX) ?? []).flatMap((hex) => ofOctets(Buffer.from(hex.replaceAll(/[ :]/g, ''), 'hex'))),
  ...(line.match(BASE64) ?? []).flatMap((text) => {
    const octets = Buffer.from(text, 'base64');
    return [octets.toString('utf8'), octets.toString('latin1')];
  }),
  ...(line.match(OCTETS) ?? []).flatMap((octets) => ofOctets(Buffer.from(JSON.parse(octets) as number[]))),
];
