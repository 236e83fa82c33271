import { isAscii } from 'node:buffer';
import chardet from 'chardet';
import { encodingNamed, encodingOfMark, StreamDecoder } from '../../kernel/encoding/encodings.ts';

export interface FileEncoding {
  /** The encoding, by its WHATWG name. */
  readonly encoding: string;
  /** Whether the file neither says its encoding nor is UTF-8 throughout, so that a person should look at it. */
  readonly guessed: boolean;
}

/** How many octets at the beginning of a file are looked at for the zeros of UTF-16. */
const BEGINNING = 64 * 1024;
/** How many octets around letters beyond ASCII are looked at. More would keep the event loop for too long. */
const SAMPLE = 8 * 1024;
const PIECE = 256;
/**
 * By how much another encoding must be likelier than windows-1252, in percent. The library takes French in capital
 * letters for Turkish by 22.
 */
const MARGIN = 30;
const WESTERN = 'windows-1252';

/** Finds the encoding of a file from all of its octets, which come in pieces; keeps a few KiB of them. */
export class EncodingScan {
  readonly #beginning: Uint8Array[] = [];
  #begun = 0;
  readonly #sample: Uint8Array[] = [];
  #sampled = 0;
  readonly #decoder = new StreamDecoder('utf-8');
  #lastOctet = 0;
  /** Characters beyond ASCII that are UTF-8, and sequences that are not. */
  #valid = 0;
  #invalid = 0;

  push(octets: Uint8Array): void {
    if (this.#begun < BEGINNING) {
      const piece = octets.slice(0, BEGINNING - this.#begun);
      this.#beginning.push(piece);
      this.#begun += piece.length;
    }
    // A character may be cut at the end of the last piece: its rest would be ASCII if it were broken.
    if (!isAscii(octets) || this.#lastOctet >= 0x80) {
      this.#count(this.#decoder.push(octets));
      for (let at = 0; at < octets.length && this.#sampled < SAMPLE; at += PIECE) {
        const piece = octets.slice(at, at + PIECE);
        if (isAscii(piece)) continue;
        this.#sample.push(piece);
        this.#sampled += piece.length;
      }
    }
    this.#lastOctet = octets.at(-1) ?? this.#lastOctet;
  }

  end(): FileEncoding {
    this.#count(this.#decoder.end());
    const beginning = Buffer.concat(this.#beginning);
    const marked = encodingOfMark(beginning);
    if (marked !== undefined) return { encoding: marked, guessed: false };
    const wide = utf16Of(beginning);
    if (wide !== undefined) return { encoding: wide, guessed: true };
    if (this.#invalid === 0) return { encoding: 'utf-8', guessed: false };
    // Text in another encoding hardly ever has octets that are UTF-8 by chance: these are a few broken cells.
    if (this.#valid > this.#invalid) return { encoding: 'utf-8', guessed: true };
    return { encoding: likeliest(Buffer.concat(this.#sample)), guessed: true };
  }

  #count(text: string): void {
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === 0xfffd) this.#invalid++;
      else if (code >= 0x80) this.#valid++;
    }
  }
}

/** UTF-16 without a mark: every second octet of its digits and delimiters is 0. */
const utf16Of = (octets: Uint8Array): string | undefined => {
  const zeros = [0, 0] as [even: number, odd: number];
  for (let at = 0; at < octets.length; at++) if (octets[at] === 0) zeros[at % 2 === 0 ? 0 : 1]++;
  const [even, odd] = zeros;
  if (Math.max(even, odd) * 20 < octets.length) return undefined;
  if (even * 10 < odd) return 'utf-16le';
  return odd * 10 < even ? 'utf-16be' : undefined;
};

const likeliest = (sample: Uint8Array): string => {
  const found = chardet
    .analyse(sample)
    .map(({ name, confidence }) => ({ encoding: encodingNamed(name), confidence }));
  const western = found.find(({ encoding }) => encoding === WESTERN)?.confidence ?? 0;
  const other = found.find(
    ({ encoding }) => encoding !== undefined && encoding !== WESTERN && !/^utf-|^iso-2022/.test(encoding),
  );
  return other !== undefined && other.confidence >= western + MARGIN ? (other.encoding ?? WESTERN) : WESTERN;
};
