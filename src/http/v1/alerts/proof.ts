import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';

/** Content-Security-Policy of a page to print: it loads nothing and runs no script. */
export const PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'";

/** The SHA-256 of exactly the octets of a page or file. */
export class Digest {
  readonly #octets: Buffer;

  constructor(octets: Buffer) {
    this.#octets = octets;
  }

  static of(text: string): Digest {
    return new Digest(createHash('sha256').update(text).digest());
  }

  /** As `sha256sum` prints it. */
  get hex(): string {
    return this.#octets.toString('hex');
  }

  /** The value of the header Repr-Digest (RFC 9530, section 3). */
  get header(): string {
    return `sha-256=:${this.#octets.toString('base64')}:`;
  }
}

/**
 * Reads a text to its end, so that its digest is known before its first octet is sent. Meanwhile it is kept compressed:
 * a million lines take some ten MB.
 */
export const spool = async (
  texts: AsyncIterable<string>,
): Promise<{ readonly digest: Digest; readonly octets: Readable }> => {
  const hash = createHash('sha256');
  const kept: Buffer[] = [];
  await pipeline(
    texts,
    async function* (source: AsyncIterable<string>) {
      for await (const text of source) {
        hash.update(text);
        yield text;
      }
    },
    // Level 1: the file is compressed only to be kept for a moment.
    createGzip({ level: 1 }),
    async (compressed: AsyncIterable<Buffer>) => {
      for await (const chunk of compressed) kept.push(chunk);
    },
  );
  return { digest: new Digest(hash.digest()), octets: Readable.from(kept).pipe(createGunzip()) };
};
