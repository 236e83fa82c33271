import { isAscii, isUtf8 } from 'node:buffer';
import { decodeStrictly, encodingNamed, encodingOfMark } from '../../kernel/encoding/encodings.ts';

export type DecodedXml =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'refused'; readonly reason: string };

const DECLARED = /^<\?xml\s[^>]*?encoding\s*=\s*["']([^"']*)["']/;
/** Labels of windows-1252 (WHATWG) that promise ASCII alone. */
const ASCII: readonly string[] = ['us-ascii', 'ascii', 'ansi_x3.4-1968'];

const refused = (reason: string): DecodedXml => ({ kind: 'refused', reason });
const shown = (label: string): string => JSON.stringify(label.slice(0, 40));

/**
 * Decodes an XML document. A byte order mark decides; without one the charset of its Content-Type does, and without
 * that the document's own declaration (RFC 7303, 3.2 and 3.3). A document whose octets aren't what it is said to be is
 * refused: a guess would be sent to people as garbled text.
 *
 * @param charset the charset that came with the document, such as that of its Content-Type
 */
export const decodeXml = (octets: Uint8Array, charset: string | undefined): DecodedXml => {
  const marked = encodingOfMark(octets);
  if (marked !== undefined) {
    const text = decodeStrictly(octets, marked);
    return text === undefined
      ? refused(`the document has the byte order mark of ${marked}, but its octets are not ${marked}`)
      : { kind: 'text', text };
  }
  const own = ownEncoding(octets);
  if (charset === undefined) return decodeAs(octets, own ?? 'utf-8', own === undefined);
  // Some servers name ISO-8859-1 for whatever they send. Octets that are UTF-8 then follow the document's own word.
  const isWrongDefault = encodingNamed(charset) === 'windows-1252' && isUtf8(octets) && !isAscii(octets);
  if (isWrongDefault && encodingNamed(own ?? 'utf-8') === 'utf-8') return decodeAs(octets, 'utf-8', true);
  return decodeAs(octets, charset, false);
};

/** What the document itself says that it is: how it begins (XML 1.0, appendix F), then its declaration. */
const ownEncoding = (octets: Uint8Array): string | undefined => {
  if (octets[0] === 0x3c && octets[1] === 0) return 'utf-16le';
  if (octets[0] === 0 && octets[1] === 0x3c) return 'utf-16be';
  return DECLARED.exec(Buffer.from(octets.subarray(0, 200)).toString('latin1'))?.[1];
};

const decodeAs = (octets: Uint8Array, label: string, byDefault: boolean): DecodedXml => {
  const named = encodingNamed(label);
  if (named === undefined) {
    return refused(`the document says that it is ${shown(label)}: no such encoding is read`);
  }
  // "utf-16" alone leaves the order of the octets to how the document begins.
  const bigEndian = named === 'utf-16le' && octets[0] === 0;
  const text = fits(octets, label, named)
    ? decodeStrictly(octets, bigEndian ? 'utf-16be' : named)
    : undefined;
  if (text !== undefined) return { kind: 'text', text };
  if (byDefault) return refused('the document is not UTF-8, and it does not say what it is');
  return refused(`the document says that it is ${shown(label)}, but its octets are not`);
};

/** Sees what a decoder can't: windows-1252 has a character for every octet, and UTF-16 for almost every pair. */
const fits = (octets: Uint8Array, label: string, named: string): boolean => {
  if (ASCII.includes(label.trim().toLowerCase())) return isAscii(octets);
  if (named === 'windows-1252') return isAscii(octets) || !isUtf8(octets);
  if (named === 'utf-16le') return octets.includes(0);
  if (named === 'utf-16be') return octets[0] === 0;
  return true;
};
