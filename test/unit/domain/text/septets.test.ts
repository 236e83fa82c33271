import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeGsm7, encodeGsm7 } from '../../../../src/domain/text/gsm7.ts';
import { packSeptets, unpackSeptets } from '../../../../src/domain/text/septets.ts';

const hex = (octets: Uint8Array): string => Buffer.from(octets).toString('hex').toUpperCase();
const octetsOf = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'));

describe('packing septets', () => {
  it.each([
    ['hellohello', 0, 'E8329BFD4697D9EC37'],
    ['hello', 0, 'E8329BFD06'],
    ['1234567', 0, '31D98C56B3DD00'],
    ['12345678', 0, '31D98C56B3DD70'],
    ['@', 0, '00'],
    ['€', 0, '9B32'],
    ['', 0, ''],
    // One fill bit follows a header of six octets, so that the text begins at the eighth septet.
    ['A', 1, '82'],
    ['hello', 1, 'D06536FB0D'],
  ])('packs "%s" with %i fill bits into %s, and back', (text, fillBits, packed) => {
    const septets = encodeGsm7(text);
    expect(hex(packSeptets(septets, fillBits))).toBe(packed);
    expect(decodeGsm7(unpackSeptets(octetsOf(packed), septets.length, fillBits))).toBe(text);
  });

  it('is undone by unpacking, for every length and every number of fill bits', () => {
    const septets = fc.array(fc.integer({ min: 0, max: 0x7f }), { maxLength: 160, size: 'max' });
    fc.assert(
      fc.property(septets, fc.integer({ min: 0, max: 6 }), (codes, fillBits) => {
        const packed = packSeptets(Uint8Array.from(codes), fillBits);
        expect(packed).toHaveLength(Math.ceil((fillBits + 7 * codes.length) / 8));
        expect([...unpackSeptets(packed, codes.length, fillBits)]).toEqual(codes);
      }),
    );
    for (let length = 0; length <= 160; length++) {
      for (let fillBits = 0; fillBits <= 6; fillBits++) {
        const all = new Uint8Array(length).fill(0x7f);
        expect(unpackSeptets(packSeptets(all, fillBits), length, fillBits)).toEqual(all);
      }
    }
  });

  it('packs the 160 septets of a message into its 140 octets', () => {
    expect(packSeptets(new Uint8Array(160).fill(0x41))).toHaveLength(140);
    expect(packSeptets(new Uint8Array(153).fill(0x41), 1)).toHaveLength(134);
  });

  it('takes the number of septets to tell whether seven octets end in an @', () => {
    const packed = packSeptets(encodeGsm7('1234567'));
    expect(decodeGsm7(unpackSeptets(packed, 7))).toBe('1234567');
    expect(decodeGsm7(unpackSeptets(packed, 8))).toBe('1234567@');
    expect(packSeptets(encodeGsm7('1234567@'))).toEqual(packed);
  });

  it('keeps the fill bits and the bits after the last septet zero', () => {
    for (let fillBits = 0; fillBits <= 6; fillBits++) {
      const packed = packSeptets(Uint8Array.of(0x7f), fillBits);
      const bits = (packed[0] ?? 0) | ((packed[1] ?? 0) << 8);
      expect(bits).toBe(0x7f << fillBits);
    }
  });

  it('gives fewer septets when the octets are too few for the count', () => {
    expect(decodeGsm7(unpackSeptets(octetsOf('E8329B'), 10))).toBe('hel');
    expect(unpackSeptets(new Uint8Array(), 10)).toHaveLength(0);
    expect(unpackSeptets(new Uint8Array(), 1, 6)).toHaveLength(0);
    expect(unpackSeptets(Uint8Array.of(0xff), 1, 2)).toHaveLength(0);
    expect(unpackSeptets(Uint8Array.of(0xff), -1)).toHaveLength(0);
  });

  it('refuses a value above 0x7F instead of dropping its eighth bit', () => {
    expect(() => packSeptets(Uint8Array.of(0x41, 0x80))).toThrow(RangeError);
  });

  it.each([-1, 7, 0.5, Number.NaN])('refuses %d fill bits', (fillBits) => {
    expect(() => packSeptets(Uint8Array.of(0x41), fillBits)).toThrow(RangeError);
    expect(() => unpackSeptets(Uint8Array.of(0x41), 1, fillBits)).toThrow(RangeError);
  });
});
