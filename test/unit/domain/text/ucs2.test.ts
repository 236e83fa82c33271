import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeUcs2, encodeUcs2 } from '../../../../src/domain/text/ucs2.ts';
import { anyText } from './arbitraries.ts';

describe('UCS-2', () => {
  it('is big-endian, with surrogate pairs for characters beyond the basic multilingual plane', () => {
    expect([...encodeUcs2('Aж😀')]).toEqual([0x00, 0x41, 0x04, 0x36, 0xd8, 0x3d, 0xde, 0x00]);
    expect(decodeUcs2(Uint8Array.of(0x00, 0x41, 0x04, 0x36, 0xd8, 0x3d, 0xde, 0x00))).toBe('Aж😀');
  });

  it('decodes every encoded string to itself, including unpaired surrogates', () => {
    fc.assert(fc.property(anyText(), (text) => decodeUcs2(encodeUcs2(text)) === text));
  });

  it('decodes a text far longer than a message to itself', () => {
    const text = 'héž😀'.repeat(20_000);
    expect(decodeUcs2(encodeUcs2(text))).toBe(text);
  });

  it('ignores an odd last octet', () => {
    expect(decodeUcs2(Uint8Array.of(0x00, 0x41, 0x04))).toBe('A');
    expect(decodeUcs2(Uint8Array.of(0x04))).toBe('');
    expect(decodeUcs2(new Uint8Array())).toBe('');
  });
});
