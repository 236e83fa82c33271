import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EncodingScan } from '../../../src/people/import/encoding-scan.ts';
import { BYTE_ORDER_MARK, utf16, windows1252 } from '../../support/encoded.ts';

const scan = (octets: Uint8Array, size = 1000) => {
  const found = new EncodingScan();
  for (let at = 0; at < octets.length; at += size) found.push(octets.subarray(at, at + size));
  return found.end();
};
const FRENCH = 'téléphone;nom\r\n0639980001;Hélène Béranger\r\n';
const said = (encoding: string) => ({ encoding, guessed: false });
const guessed = (encoding: string) => ({ encoding, guessed: true });

describe('the encoding of a file', () => {
  test.each([
    ['ASCII', Buffer.from('number,name\n'), said('utf-8')],
    ['UTF-8', Buffer.from(FRENCH), said('utf-8')],
    ['UTF-8 with a mark', Buffer.from(BYTE_ORDER_MARK + FRENCH), said('utf-8')],
    [
      'UTF-8 with one broken cell',
      Buffer.concat([Buffer.from(FRENCH), windows1252('é;\n')]),
      guessed('utf-8'),
    ],
    ['windows-1252', windows1252(FRENCH), guessed('windows-1252')],
    ['windows-1252 with one letter', windows1252('number;name\n1;Élodie\n'), guessed('windows-1252')],
    ['windows-1252 in capitals', windows1252('NOM\nHÉLÈNE GUÉRIN\n'), guessed('windows-1252')],
    [
      'windows-1252 with a euro and a typographic apostrophe',
      windows1252('a\n5 € d’œuvre\n'),
      guessed('windows-1252'),
    ],
    ['little-endian UTF-16 with a mark', utf16(BYTE_ORDER_MARK + FRENCH, 'le'), said('utf-16le')],
    ['big-endian UTF-16 with a mark', utf16(BYTE_ORDER_MARK + FRENCH, 'be'), said('utf-16be')],
    ['little-endian UTF-16', utf16(FRENCH, 'le'), guessed('utf-16le')],
    ['big-endian UTF-16', utf16(FRENCH, 'be'), guessed('utf-16be')],
    ['UTF-8 with some NULs', Buffer.from(`${FRENCH.repeat(5)}a\0b\n`), said('utf-8')],
    ['nothing', Buffer.alloc(0), said('utf-8')],
  ])('is found: %s', (_what, octets, found) => {
    expect(scan(octets)).toEqual(found);
    expect(scan(octets, 1)).toEqual(found);
  });

  test('is found from its last line, however long the file is', () => {
    const long = Buffer.alloc(3_000_000, 'number;name\n');
    expect(scan(Buffer.concat([long, windows1252('1;Hélène Béranger\n')]), 32_768)).toEqual(
      guessed('windows-1252'),
    );
    expect(scan(Buffer.concat([long, Buffer.from('1;Hélène\n')]), 32_767)).toEqual(said('utf-8'));
  });

  test('is one of the WHATWG for any octets, and where it is certain it does not depend on the pieces', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.integer({ min: 1, max: 40 }), (octets, size) => {
        const found = scan(octets);
        expect(() => new TextDecoder(found.encoding)).not.toThrow();
        if (!found.guessed) expect(scan(octets, size)).toEqual(found);
      }),
    );
  });
});
