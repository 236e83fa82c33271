import { getBOMEncoding, normalizeEncoding, TextDecoder } from '@exodus/bytes/encoding.js';

/**
 * The encodings of the WHATWG (Encoding Standard). A library reads them, since Node's own decoder accepts octets that
 * Big5, EUC-JP, EUC-KR and Shift_JIS don't have, and depends on the ICU with which Node was built.
 */

/** The name of the encoding with this label (`latin1` is `windows-1252`); undefined: no such encoding is read. */
export const encodingNamed = (label: string): string | undefined => {
  const name = normalizeEncoding(label);
  return name === null || name === 'replacement' ? undefined : name;
};

/** The encoding that a byte order mark at the beginning names. */
export const encodingOfMark = (octets: Uint8Array): string | undefined => getBOMEncoding(octets) ?? undefined;

/**
 * Decodes octets that come in pieces. What the encoding doesn't have becomes U+FFFD. A byte order mark at the beginning
 * is dropped.
 *
 * @param encoding as `encodingNamed` returns it
 */
export class StreamDecoder {
  readonly #decoder: InstanceType<typeof TextDecoder>;

  constructor(encoding: string) {
    this.#decoder = new TextDecoder(encoding);
  }

  push(octets: Uint8Array): string {
    return this.#decoder.decode(octets, { stream: true });
  }

  end(): string {
    return this.#decoder.decode();
  }
}

/**
 * The text of octets, without a byte order mark; undefined if there are octets that the encoding doesn't have.
 *
 * @param encoding as `encodingNamed` returns it
 */
export const decodeStrictly = (octets: Uint8Array, encoding: string): string | undefined => {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(octets);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
};
