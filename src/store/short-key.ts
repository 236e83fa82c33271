import { digestOf } from './fingerprint-digest.ts';

/** PostgreSQL takes no entry of an index above 2,704 octets (a third of a page), and a key may have another column. */
const MOST_OCTETS = 1000;

/**
 * The form in which a key that another program has chosen is stored: itself, or its SHA-256 if it is longer than 1,000
 * octets in UTF-8. It is only ever compared.
 */
export const shortKey = (key: string): string =>
  Buffer.byteLength(key) <= MOST_OCTETS ? key : digestOf(key);

/** Each form in which this key may be stored: earlier versions kept long ones as they were. */
export const formsOf = (key: string): readonly string[] => [...new Set([shortKey(key), key])];
