import { describe, expect, it } from 'vitest';
import { packSeptets } from '../../../src/domain/text/septets.ts';
import { previewOf } from '../../../src/sim/smsc/carrier/message.ts';
import { alphabetOf, roomBehind, splitUserData, textOf } from '../../../src/sim/smsc/pdu/user-data.ts';

const read = (octets: Uint8Array, dataCoding: number, header = false, packed = false) => {
  const data = splitUserData(Buffer.from(octets), header, dataCoding, packed);
  return data === undefined ? undefined : textOf(data);
};

describe('the simulated carrier reads the text of a submit_sm', () => {
  it.each([
    [0, [0x00, 0x1b, 0x65, 0x41], '@€A'],
    [1, [0x41, 0x7e], 'A~'],
    [3, [0xe9, 0x41], 'éA'],
    [8, [0x20, 0xac, 0xd8, 0x3d, 0xde, 0x00], '€😀'],
    [0x10, [0x00], '@'],
    [0x18, [0x20, 0xac], '€'],
    [0xf0, [0x00], '@'],
    [4, [0xca, 0xfe], 'cafe'],
    [0xf4, [0xca, 0xfe], 'cafe'],
  ])('in data_coding %i', (dataCoding, octets, text) => {
    expect(read(Uint8Array.from(octets), dataCoding)).toBe(text);
  });

  it('after its user data header', () => {
    expect(read(Uint8Array.of(5, 0, 3, 9, 2, 1, 0x41), 0, true)).toBe('A');
  });

  it('in packed septets, with or without a header and its fill bits, with a zero at the end taken as filling', () => {
    const septets = (length: number) => new Uint8Array(length).fill(0x41);
    expect(read(packSeptets(septets(7)), 0, false, true)).toBe('AAAAAAA');
    expect(read(packSeptets(septets(8)), 0, false, true)).toBe('AAAAAAAA');
    expect(read(packSeptets(Uint8Array.of(0x41, 0)), 0, false, true)).toBe('A@');
    const header = Uint8Array.of(5, 0, 3, 9, 2, 1);
    const behind = packSeptets(septets(10), 1);
    expect(read(Buffer.concat([header, behind]), 0, true, true)).toBe('AAAAAAAAAA');
  });

  it.each([
    ['longer than the message', [9, 0, 3, 1, 2, 1]],
    ['not filled by its elements', [4, 0, 3, 1, 2, 1]],
    ['of a message without an octet', []],
  ])('but not after a header %s', (_, octets) => {
    expect(read(Uint8Array.from(octets), 0, true)).toBeUndefined();
  });

  it('and knows how much text fits into a part: after a header with a 16-bit reference 152 septets or 133 octets', () => {
    expect(roomBehind(0, 'gsm7', false)).toBe(160);
    expect(roomBehind(6, 'gsm7', false)).toBe(153);
    expect(roomBehind(7, 'gsm7', false)).toBe(152);
    expect(roomBehind(7, 'gsm7', true)).toBe(133);
    expect(roomBehind(0, 'ucs2', false)).toBe(140);
    expect(roomBehind(7, 'ucs2', false)).toBe(133);
  });

  it('and knows an alphabet for every data_coding from 0 to 255', () => {
    for (let dataCoding = 0; dataCoding < 256; dataCoding++) expect(alphabetOf(dataCoding)).toBeDefined();
  });
});

describe('a receipt of the simulated carrier', () => {
  const preview = (octets: ArrayLike<number>, dataCoding: number) => {
    const data = splitUserData(Buffer.from(Array.from(octets)), false, dataCoding, false);
    return data === undefined ? undefined : previewOf(data);
  };

  it('quotes the first twenty characters of the text, in ASCII only', () => {
    expect(preview(Buffer.from('Leave the valley now, at once'), 0)).toBe('Leave the valley now');
    expect(preview([0x41, 0x02, 0x1b, 0x3c, 0x07], 0)).toBe('A$[?');
    expect(preview([0x24, 0x5f], 0)).toBe('??');
    expect(preview([0x24, 0xe9], 3)).toBe('$?');
    expect(preview([0x00, 0x41, 0x04, 0x16], 8)).toBe('A?');
    expect(preview([1, 2, 3], 4)).toBe('');
  });
});
