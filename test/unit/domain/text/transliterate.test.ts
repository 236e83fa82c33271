import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isGsm7 } from '../../../../src/domain/text/gsm7.ts';
import { transliterate } from '../../../../src/domain/text/transliterate.ts';
import { anyText, gsm7Text } from './arbitraries.ts';

describe('transliteration to GSM-7', () => {
  it.each([
    ['typographic quotes', '“l’eau” ‘a’ „b‟', '"l\'eau" \'a\' "b"'],
    ['guillemets with no-break spaces', '«\u00a0fuyez\u202f»', '" fuyez "'],
    ['dashes, hyphens and the minus', '– — ‑ −5', '- - - -5'],
    ['the ellipsis', 'attention…', 'attention...'],
    ['French ligatures', 'œuvre Œuvre', 'oeuvre OEuvre'],
    ['typographic ligatures', 'ﬁn ﬂux eﬃcace', 'fin flux efficace'],
    ['French accents that GSM-7 lacks', 'ê â î ô û ë ï ç À', 'e a i o u e i c A'],
    ['accents written as combining marks', 'e\u0301 e\u0302 A\u030a', 'é e Å'],
    ['two accents, of which one is in GSM-7', 'ǖ ǻ', 'ü å'],
    ['Polish, Turkish, Romanian, Vietnamese', 'Łódź İzmir ığ știri Đặng', 'Lodz Izmir ig stiri Dang'],
    ['canonically equivalent signs', '\u2126 \u212a \u212b', 'Ω K Å'],
    ['spaces of other widths and the tab', 'a\u2009b\tc\u3000d', 'a b c d'],
    ['invisible characters', 'pré\u00advention\u200b\ufeff', 'prévention'],
    ['line separators', 'a\u2028b\u0085c', 'a\nb\nc'],
  ])('replaces %s', (_, text, expected) => {
    expect(transliterate(text).text).toBe(expected);
  });

  it('lists what it changed, with the index in the original text', () => {
    expect(transliterate('«🚨» cœur e\u0302')).toEqual({
      text: '"🚨" coeur e',
      changed: [
        { index: 0, from: '«', to: '"' },
        { index: 3, from: '»', to: '"' },
        { index: 6, from: 'œ', to: 'oe' },
        { index: 10, from: 'e\u0302', to: 'e' },
      ],
    });
  });

  it.each([
    ['the €', 'Prix : 5 €, [é]'],
    ['the Greek capitals that GSM-7 has', 'ΔΦΓΛΩΠΨΣΘΞ'],
    ['an emoji sequence', '👨‍👩‍👧‍👦🇫🇷❤️‍🔥'],
    ['a keycap', '1️⃣'],
    ['Cyrillic, also where it decomposes', 'Привет, мой ёж'],
    ['Greek, also where it decomposes to a capital of GSM-7', 'Ώρα'],
    ['Arabic with its vowel marks', 'مَرْحَبًا'],
    ['Korean', '각'],
    ['a negated sign, which would come to say the opposite', '2 ≠ 3, 2 ≮ 3'],
    ['a word that is struck out', 'o\u0336u\u0336i\u0336'],
    ['a letter in a prohibition sign', 'P\u20e0'],
    ['a fraction, a power and a degree', '1½ m², 10² °'],
    ['an unpaired surrogate', 'a\ud83db'],
  ])('leaves %s unchanged', (_, text) => {
    expect(transliterate(text)).toEqual({ text, changed: [] });
  });

  it('leaves a GSM-7 text unchanged', () => {
    fc.assert(
      fc.property(gsm7Text(100), (text) => {
        expect(transliterate(text)).toEqual({ text, changed: [] });
      }),
    );
  });

  it('never throws, and its listed changes give its result and only GSM-7 characters', () => {
    const latin = fc.string({
      unit: fc.integer({ min: 0x80, max: 0x2ff }).map((c) => String.fromCharCode(c)),
    });
    fc.assert(
      fc.property(fc.oneof(anyText(40), latin), (text) => {
        const { text: result, changed } = transliterate(text);
        let rebuilt = '';
        let at = 0;
        for (const { index, from, to } of changed) {
          expect(text.startsWith(from, index)).toBe(true);
          expect(isGsm7(from)).toBe(false);
          expect(isGsm7(to)).toBe(true);
          rebuilt += text.slice(at, index) + to;
          at = index + from.length;
        }
        expect(rebuilt + text.slice(at)).toBe(result);
      }),
    );
  });

  it('changes nothing in a text that is transliterated already', () => {
    fc.assert(
      fc.property(anyText(40), (text) => {
        const once = transliterate(text).text;
        expect(transliterate(once).text).toBe(once);
      }),
    );
  });
});
