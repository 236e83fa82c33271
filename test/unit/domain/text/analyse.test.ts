import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyse } from '../../../../src/domain/text/analyse.ts';
import { isGsm7 } from '../../../../src/domain/text/gsm7.ts';
import { anyText } from './arbitraries.ts';

describe('the analysis of a text', () => {
  it.each([
    ['an empty text', '', 'gsm7', 1, 160],
    ['an @', '@', 'gsm7', 1, 159],
    ['a €', '€', 'gsm7', 1, 158],
    ['a [', '[', 'gsm7', 1, 158],
    ['160 septets', 'a'.repeat(160), 'gsm7', 1, 0],
    ['161 septets', 'a'.repeat(161), 'gsm7', 2, 143],
    ['304 septets', 'a'.repeat(304), 'gsm7', 2, 0],
    ['a € that would be cut in two', `${'a'.repeat(151)}€${'a'.repeat(151)}`, 'gsm7', 3, 151],
    ['one emoji', '🚨', 'ucs2', 1, 68],
    ['70 units', 'ж'.repeat(70), 'ucs2', 1, 0],
    ['71 units', 'ж'.repeat(71), 'ucs2', 2, 61],
    ['emoji that leave one unit of each part empty', '🚨'.repeat(36), 'ucs2', 2, 60],
  ])('gives encoding, parts and characters left for %s', (_, text, encoding, parts, charactersLeft) => {
    expect(analyse(text)).toMatchObject({ encoding, parts, charactersLeft });
  });

  it('reports no characters that force UCS-2 in a GSM-7 text', () => {
    expect(analyse('Quittez la vallée @ 18 h')).toEqual({
      encoding: 'gsm7',
      parts: 1,
      charactersLeft: 136,
      forcesUcs2: [],
      unpairedSurrogateAt: undefined,
    });
  });

  it('names each character that forces UCS-2 once, as a whole code point, with its first index', () => {
    expect(analyse('ça 🚨 ça ê🚨').forcesUcs2).toEqual([
      { index: 0, character: 'ç' },
      { index: 3, character: '🚨' },
      { index: 9, character: 'ê' },
    ]);
  });

  it('names at most the first 20 characters that force UCS-2', () => {
    const cyrillic = Array.from({ length: 32 }, (_, i) => String.fromCharCode(0x430 + i)).join('');
    const { forcesUcs2 } = analyse(cyrillic);
    expect(forcesUcs2.map(({ character }) => character).join('')).toBe(cyrillic.slice(0, 20));
  });

  it.each([
    ['a high one', 'aж\ud83d', 2],
    ['a low one', '\ude00a', 0],
    ['two in the wrong order', '🚨\ude00\ud83d', 2],
    ['the second of two high ones before a low one', '\ud83d🚨', 0],
  ])('gives the index of an unpaired surrogate: %s', (_, text, at) => {
    expect(analyse(text)).toMatchObject({ encoding: 'ucs2', unpairedSurrogateAt: at });
  });

  it('finds no unpaired surrogate in well-formed text', () => {
    expect(analyse('👨‍👩‍👧‍👦🇫🇷').unpairedSurrogateAt).toBeUndefined();
  });

  it('chooses UCS-2 only for characters that GSM-7 lacks, and names them', () => {
    fc.assert(
      fc.property(anyText(60), (text) => {
        const { encoding, forcesUcs2, charactersLeft, unpairedSurrogateAt } = analyse(text);
        expect(encoding).toBe(isGsm7(text) ? 'gsm7' : 'ucs2');
        expect(forcesUcs2.length > 0).toBe(encoding === 'ucs2');
        for (const { index, character } of forcesUcs2) {
          expect(text.startsWith(character, index)).toBe(true);
          expect(isGsm7(character)).toBe(false);
        }
        expect(charactersLeft).toBeGreaterThanOrEqual(0);
        expect(unpairedSurrogateAt === undefined).toBe(text.isWellFormed());
      }),
    );
  });
});
