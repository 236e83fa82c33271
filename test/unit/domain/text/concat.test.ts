import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatHeader, readConcat } from '../../../../src/domain/text/concat.ts';

const read = (hex: string) => readConcat(Uint8Array.from(Buffer.from(hex, 'hex')));

describe('the concatenation header', () => {
  it('holds its length, the 16-bit reference, the total and the part', () => {
    expect([...concatHeader(0x1234, 3, 2)]).toEqual([6, 0x08, 4, 0x12, 0x34, 3, 2]);
  });

  it('reads back as written, for every reference', () => {
    const total = fc.integer({ min: 1, max: 255 });
    const counts = total.chain((n) => fc.tuple(fc.constant(n), fc.integer({ min: 1, max: n })));
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffff }), counts, (reference, [n, part]) => {
        expect(readConcat(concatHeader(reference, n, part))).toEqual({ reference, total: n, part });
      }),
    );
  });

  it.each([
    [-1, 2, 1],
    [0x10000, 2, 1],
    [1.5, 2, 1],
    [1, 256, 1],
    [1, 0, 0],
    [1, 2, 0],
    [1, 2, 3],
    [1, 2, Number.NaN],
  ])('is refused for reference %d, total %d, part %d', (reference, total, part) => {
    expect(() => concatHeader(reference, total, part)).toThrow(RangeError);
  });
});

describe('reading a user data header', () => {
  it.each([
    ['an 8-bit reference', '0500032A0302', { reference: 0x2a, total: 3, part: 2 }],
    ['a 16-bit reference', '060804FFFE0201', { reference: 0xfffe, total: 2, part: 1 }],
    ['ports first (IEI 05)', '0B05041583000000032A0302', { reference: 0x2a, total: 3, part: 2 }],
    ['an unknown element after it', '0800032A0302700100', { reference: 0x2a, total: 3, part: 2 }],
    ['an empty element before it', '07700000032A0302', { reference: 0x2a, total: 3, part: 2 }],
    ['the text after the header', '0500032A0302E8329BFD06', { reference: 0x2a, total: 3, part: 2 }],
    [
      'elements of both kinds, of which the last counts',
      '0B00032A0302080412340403',
      { reference: 0x1234, total: 4, part: 3 },
    ],
    [
      'a valid element before a malformed one',
      '0A00032A03020003010000',
      { reference: 0x2a, total: 3, part: 2 },
    ],
  ])('finds the concatenation with %s', (_, hex, expected) => {
    expect(read(hex)).toEqual(expected);
  });

  it.each([
    ['no octets', ''],
    ['a header of no elements', '00'],
    ['no concatenation element', '06050415830000'],
    ['a part of 0', '0500032A0300'],
    ['a part beyond the total', '0500032A0203'],
    ['a total of 0', '0500032A0000'],
    ['an 8-bit element that is too short', '0400022A03'],
    ['an 8-bit element that is too long', '0600042A030200'],
    ['a 16-bit element of three octets', '0508032A0302'],
    ['a header longer than its octets', '0600032A0302'],
    ['a header whose last element is cut off', '0A00032A03027003'],
    ['an element longer than the header', '0500042A0302'],
    ['an octet too many in the header', '0600032A030200'],
  ])('finds no concatenation in %s', (_, hex) => {
    expect(read(hex)).toBeUndefined();
  });

  it('never throws, and never finds a part out of range, whatever the octets', () => {
    const octets = fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 40 }).map((list) => Uint8Array.from(list)),
    );
    fc.assert(
      fc.property(octets, (udh) => {
        const found = readConcat(udh);
        return found === undefined || (found.part >= 1 && found.part <= found.total);
      }),
      { numRuns: 1000 },
    );
  });
});
