/** Characters of windows-1252 that Latin-1 lacks, for tests. */
const BEYOND_LATIN_1: Readonly<Record<string, number>> = { '€': 0x80, '’': 0x92, œ: 0x9c };

/** Octets of a text in windows-1252. */
export const windows1252 = (text: string): Buffer =>
  Buffer.from([...text].map((character) => BEYOND_LATIN_1[character] ?? character.charCodeAt(0)));

/** Octets of a text in UTF-16, without a byte order mark unless the text has one. */
export const utf16 = (text: string, order: 'le' | 'be'): Buffer => {
  const octets = Buffer.from(text, 'utf16le');
  return order === 'le' ? octets : octets.swap16();
};

export const BYTE_ORDER_MARK = String.fromCharCode(0xfeff);
