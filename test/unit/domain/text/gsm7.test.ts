import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeGsm7, encodeGsm7, isGsm7, septetCount } from '../../../../src/domain/text/gsm7.ts';
import { gsm7Text } from './arbitraries.ts';

// TS 23.038 6.2.1, written a second time by code point and row, so that an error in one of the tables is found.
const rows: readonly (readonly [first: number, codePoints: readonly number[]])[] = [
  [0x00, [0x40, 0xa3, 0x24, 0xa5, 0xe8, 0xe9, 0xf9, 0xec, 0xf2, 0xc7, 0x0a, 0xd8, 0xf8, 0x0d, 0xc5, 0xe5]],
  [0x10, [0x394, 0x5f, 0x3a6, 0x393, 0x39b, 0x3a9, 0x3a0, 0x3a8, 0x3a3, 0x398, 0x39e]],
  [0x1c, [0xc6, 0xe6, 0xdf, 0xc9]],
  [0x20, [0x20, 0x21, 0x22, 0x23, 0xa4]],
  [0x25, Array.from({ length: 0x40 - 0x25 }, (_, i) => 0x25 + i)],
  [0x40, [0xa1]],
  [0x41, Array.from({ length: 26 }, (_, i) => 0x41 + i)],
  [0x5b, [0xc4, 0xd6, 0xd1, 0xdc, 0xa7, 0xbf]],
  [0x61, Array.from({ length: 26 }, (_, i) => 0x61 + i)],
  [0x7b, [0xe4, 0xf6, 0xf1, 0xfc, 0xe0]],
];
const plain = rows.flatMap(([first, codePoints]) =>
  codePoints.map((codePoint, i) => [first + i, String.fromCodePoint(codePoint)] as const),
);
const extended: readonly (readonly [number, string])[] = [
  [0x0a, '\u000c'],
  [0x14, '\u005e'],
  [0x28, '\u007b'],
  [0x29, '\u007d'],
  [0x2f, '\u005c'],
  [0x3c, '\u005b'],
  [0x3d, '\u007e'],
  [0x3e, '\u005d'],
  [0x40, '\u007c'],
  [0x65, '\u20ac'],
];

describe('the GSM 7-bit default alphabet', () => {
  it('has 127 characters of one septet, which decode to themselves', () => {
    expect(plain).toHaveLength(127);
    for (const [code, character] of plain) {
      expect([...encodeGsm7(character)], character).toEqual([code]);
      expect(decodeGsm7(Uint8Array.of(code))).toBe(character);
      expect(septetCount(character)).toBe(1);
    }
  });

  it('has ten characters of two septets in its extension table, which decode to themselves', () => {
    for (const [code, character] of extended) {
      expect([...encodeGsm7(character)], character).toEqual([0x1b, code]);
      expect(decodeGsm7(Uint8Array.of(0x1b, code))).toBe(character);
      expect(septetCount(character)).toBe(2);
    }
  });

  it('has no other character: every other UTF-16 unit is refused, including the escape', () => {
    const known = new Set([...plain, ...extended].map(([, character]) => character));
    for (let unit = 0; unit <= 0xffff; unit++) {
      const character = String.fromCharCode(unit);
      if (isGsm7(character) !== known.has(character)) expect.fail(`U+${unit.toString(16)}`);
    }
  });

  it('decodes every encoded text to itself, in the number of septets that it measured', () => {
    fc.assert(
      fc.property(gsm7Text(), (text) => {
        const septets = encodeGsm7(text);
        expect(septets).toHaveLength(septetCount(text));
        expect(septets.every((septet) => septet < 0x80)).toBe(true);
        expect(decodeGsm7(septets)).toBe(text);
      }),
    );
  });

  it('decodes a text far longer than a message to itself', () => {
    const text = 'a€é['.repeat(20_000);
    expect(decodeGsm7(encodeGsm7(text))).toBe(text);
  });

  it('names the character that it lacks, with its index, and replaces nothing', () => {
    expect(() => encodeGsm7('alerte 🚨')).toThrow(
      new RangeError("U+1F6A8 at index 7 isn't in the GSM 7-bit alphabet"),
    );
    expect(() => septetCount('ça')).toThrow(RangeError);
    expect(isGsm7('ça')).toBe(false);
  });

  it('encodes the empty text', () => {
    expect(isGsm7('')).toBe(true);
    expect(septetCount('')).toBe(0);
    expect(encodeGsm7('')).toHaveLength(0);
    expect(decodeGsm7(new Uint8Array())).toBe('');
  });
});

describe('decoding septets that another encoder made', () => {
  it.each([
    ['an escape at the end is a space', [0x41, 0x1b], 'A '],
    ['an escape before a code without extension is the default character', [0x1b, 0x41, 0x42], 'AB'],
    ['two escapes, reserved for yet another table, are a space', [0x1b, 0x1b, 0x65], ' e'],
    ['an octet above 0x7F is U+FFFD', [0x41, 0xe9, 0x42], 'A\ufffdB'],
    ['an octet above 0x7F after an escape is U+FFFD', [0x1b, 0xe5], '\ufffd'],
  ])('never fails: %s', (_, octets, text) => {
    expect(decodeGsm7(Uint8Array.from(octets))).toBe(text);
  });

  it('never throws, whatever the octets', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (octets) => typeof decodeGsm7(octets) === 'string'),
    );
  });
});
