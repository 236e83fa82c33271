import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyse } from '../../../../src/domain/text/analyse.ts';
import { septetCount } from '../../../../src/domain/text/gsm7.ts';
import { cut } from '../../../../src/domain/text/split.ts';
import { anyText, gsm7Text } from './arbitraries.ts';

const FAMILY = '👨‍👩‍👧‍👦';
const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
const septetsOf = (text: string) => cut(text, 'gsm7').map(septetCount);
const unitsOf = (text: string) => cut(text, 'ucs2').map((part) => part.length);

/** The positions of the cuts, in UTF-16 units of the text. */
const cutsOf = (parts: readonly string[]): number[] => {
  const cuts: number[] = [];
  let at = 0;
  for (const part of parts.slice(0, -1)) {
    at += part.length;
    cuts.push(at);
  }
  return cuts;
};

describe('cutting a GSM-7 text', () => {
  it.each([
    ['nothing', '', [0]],
    ['160 septets', 'a'.repeat(160), [160]],
    ['161 septets', 'a'.repeat(161), [152, 9]],
    ['304 septets', 'a'.repeat(304), [152, 152]],
    ['305 septets', 'a'.repeat(305), [152, 152, 1]],
    ['158 septets and a €', `${'a'.repeat(158)}€`, [160]],
    ['159 septets and a €', `${'a'.repeat(159)}€`, [152, 9]],
    ['a € that would straddle the first cut', `${'a'.repeat(151)}€${'a'.repeat(10)}`, [151, 12]],
    ['a € just before the first cut', `${'a'.repeat(150)}€${'a'.repeat(10)}`, [152, 10]],
    ['a € that would straddle the second cut', `${'a'.repeat(303)}€`, [152, 151, 2]],
    ['brackets alone', '['.repeat(81), [152, 10]],
    ['a CR LF that would straddle the cut', `${'a'.repeat(151)}\r\n${'a'.repeat(10)}`, [151, 12]],
    ['a CR LF just before the cut', `${'a'.repeat(150)}\r\n${'a'.repeat(10)}`, [152, 10]],
    ['a CR LF just after the cut', `${'a'.repeat(152)}\r\n${'a'.repeat(10)}`, [152, 12]],
    ['a CR alone at the cut', `${'a'.repeat(151)}\r${'a'.repeat(10)}`, [152, 10]],
  ])('makes parts of the expected number of septets from %s', (_, text, septets) => {
    expect(septetsOf(text)).toEqual(septets);
  });

  it("keeps the whole text, exceeds no part's capacity, and cuts no CR LF", () => {
    fc.assert(
      fc.property(gsm7Text(), (text) => {
        const parts = cut(text, 'gsm7');
        expect(parts.join('')).toBe(text);
        const room = parts.length === 1 ? 160 : 152;
        for (const part of parts) expect(septetCount(part)).toBeLessThanOrEqual(room);
        for (const at of cutsOf(parts)) expect(text.slice(at - 1, at + 1)).not.toBe('\r\n');
      }),
    );
  });

  it('fills each part: the next character would not fit into it', () => {
    fc.assert(
      fc.property(gsm7Text(), (text) => {
        const parts = cut(text, 'gsm7');
        for (const [i, part] of parts.slice(0, -1).entries()) {
          const next = parts[i + 1] ?? '';
          const character = next.startsWith('\r\n') ? '\r\n' : next.slice(0, 1);
          expect(septetCount(part + character)).toBeGreaterThan(152);
        }
      }),
    );
  });

  it('makes more than 255 parts if necessary: the caller refuses them', () => {
    expect(cut('a'.repeat(152 * 300), 'gsm7')).toHaveLength(300);
  });

  it('refuses a text with characters that GSM-7 lacks', () => {
    expect(() => cut('ça va', 'gsm7')).toThrow(RangeError);
  });
});

describe('cutting a UCS-2 text', () => {
  it.each([
    ['nothing', '', [0]],
    ['70 units', 'ж'.repeat(70), [70]],
    ['71 units', 'ж'.repeat(71), [66, 5]],
    ['132 units', 'ж'.repeat(132), [66, 66]],
    ['133 units', 'ж'.repeat(133), [66, 66, 1]],
    ['35 emoji', '🚨'.repeat(35), [70]],
    ['36 emoji', '🚨'.repeat(36), [66, 6]],
    ['a family emoji that would straddle the cut', `${'ж'.repeat(60)}${FAMILY}${'ж'.repeat(5)}`, [60, 16]],
    ['flags', '🇫🇷'.repeat(18), [64, 8]],
    ['flags after a letter', `ж${'🇫🇷'.repeat(18)}`, [65, 8]],
    ['a keycap that would straddle the cut', `${'ж'.repeat(64)}1️⃣${'ж'.repeat(5)}`, [64, 8]],
    ['a combining mark that would straddle the cut', `${'ж'.repeat(65)}e\u0301${'ж'.repeat(5)}`, [65, 7]],
    ['a Hindi conjunct that would straddle the cut', `${'ж'.repeat(64)}क्षि${'ж'.repeat(5)}`, [64, 9]],
    ['a CR LF that would straddle the cut', `${'ж'.repeat(65)}\r\n${'ж'.repeat(5)}`, [65, 7]],
    ['a grapheme just as long as a part', `жe${'\u0301'.repeat(65)}жжжж`, [1, 66, 4]],
    ['a grapheme longer than a part', `жe${'\u0301'.repeat(67)}жж`, [66, 5]],
    ['a grapheme that begins just before the cut', `${'ж'.repeat(65)}e${'\u0301'.repeat(80)}`, [66, 66, 14]],
    [
      'a family emoji longer than a part, cut between two surrogate pairs',
      `ж👩${'\u200d👩'.repeat(30)}`,
      [66, 27],
    ],
    [
      'a family emoji longer than a part, where a surrogate pair would straddle the cut',
      `👩${'\u200d👩'.repeat(30)}`,
      [66, 26],
    ],
    [
      'a surrogate pair at the end of a part in a grapheme longer than a part',
      `e\u0301${'🏽'.repeat(40)}`,
      [66, 16],
    ],
    ['unpaired surrogates', '\ud83d'.repeat(71), [66, 5]],
  ])('makes parts of the expected number of UTF-16 units from %s', (_, text, units) => {
    expect(unitsOf(text)).toEqual(units);
  });

  it("keeps the whole text, exceeds no part's capacity, and cuts no surrogate pair", () => {
    fc.assert(
      fc.property(anyText(), (text) => {
        const parts = cut(text, 'ucs2');
        expect(parts.join('')).toBe(text);
        for (const part of parts) expect(part.length).toBeLessThanOrEqual(parts.length === 1 ? 70 : 66);
        if (parts.length > 1) expect(parts).not.toContain('');
        for (const at of cutsOf(parts))
          expect(text.slice(at - 1, at + 1)).not.toMatch(/[\ud800-\udbff][\udc00-\udfff]$/);
      }),
    );
  });

  it('cuts no grapheme that fits into a part', () => {
    fc.assert(
      fc.property(anyText(), (text) => {
        const whole = segmenter.segment(text);
        for (const at of cutsOf(cut(text, 'ucs2'))) {
          const grapheme = whole.containing(at);
          if (grapheme?.index !== at) expect(grapheme?.segment.length).toBeGreaterThan(66);
        }
      }),
    );
  });

  it('fills each part: the next grapheme would not fit into it', () => {
    fc.assert(
      fc.property(anyText(), (text) => {
        const parts = cut(text, 'ucs2');
        for (const [i, part] of parts.slice(0, -1).entries()) {
          const [next] = segmenter.segment(parts.slice(i + 1).join(''));
          // A grapheme longer than a part is cut, but never within a surrogate pair.
          const least = Math.min(next?.segment.length ?? 0, 66);
          expect(part.length + Math.max(least, 2)).toBeGreaterThan(66);
        }
      }),
    );
  });
});

describe('cutting after an analysis', () => {
  it('any text can be cut in the encoding that its analysis gives, without an exception', () => {
    fc.assert(
      fc.property(fc.oneof(anyText(), gsm7Text()), (text) => {
        const { encoding, parts } = analyse(text);
        expect(cut(text, encoding)).toHaveLength(parts);
      }),
    );
  });
});
