import { cardName, type Senders } from './senders.ts';

export const vcardVersions = ['3.0', '4.0'] as const;
export type VcardVersion = (typeof vcardVersions)[number];

/** Lines are folded after 75 octets, without their end (RFC 6350 3.2, RFC 2426 2.6). */
const MOST_OCTETS = 75;

/**
 * One contact card with every number of ours (RFC 6350; 3.0 for older phones: RFC 2426). Names that phones show in
 * place of a number can't be called or saved, so they stand in the note.
 */
export const vcard = (senders: Senders, version: VcardVersion): string => {
  const { names, numbers } = senders;
  const name = textOf(cardName(senders));
  const tel = (number: string): string => {
    if (version === '3.0') return `TEL;TYPE=CELL:${number}`;
    return number.startsWith('+') ? `TEL;VALUE=uri;TYPE=cell:tel:${number}` : `TEL;VALUE=text:${number}`;
  };
  const lines = [
    'BEGIN:VCARD',
    `VERSION:${version}`,
    ...(version === '4.0' ? ['KIND:org'] : []),
    `FN:${name}`,
    // 3.0 demands N, with its five components.
    ...(version === '3.0' ? [`N:${name};;;;`] : []),
    `ORG:${name}`,
    ...numbers.map(tel),
    ...(names.length === 0 ? [] : [`NOTE:${textOf(`SMS : ${names.join(', ')}`)}`]),
    'END:VCARD',
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join('');
};

/** A text value, escaped (RFC 6350 3.4 and 4). A semicolon would begin the next component of ORG or N. */
const textOf = (text: string): string => text.replaceAll(/[\\,;]/g, '\\$&').replaceAll(/\r\n|\r|\n/g, '\\n');

/** Folds a line between two characters, never within one. */
const folded = (line: string): string => {
  let octets = 0;
  let out = '';
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (octets + size > MOST_OCTETS) {
      out += '\r\n ';
      octets = 1;
    }
    out += character;
    octets += size;
  }
  return out;
};
