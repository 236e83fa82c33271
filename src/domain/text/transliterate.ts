import { isGsm7 } from './gsm7.ts';

interface Replacement {
  /** The position in the original text, in UTF-16 units. */
  readonly index: number;
  readonly from: string;
  /** Empty for an invisible character. */
  readonly to: string;
}

interface Transliteration {
  readonly text: string;
  readonly changed: readonly Replacement[];
}

// Replacements that a reader takes for the original character. Those that would change the meaning are left out:
// fractions ("1½" would become 11/2), superscripts ("10²") and the degree sign. The original characters are written as
// code points, since several look alike.
const EQUIVALENTS: readonly (readonly [to: string, codePoints: readonly number[]])[] = [
  // Apostrophes, single quotation marks, accents used as apostrophes, prime.
  ["'", [0x60, 0xb4, 0x2b9, 0x2bb, 0x2bc, 0x2018, 0x2019, 0x201a, 0x201b, 0x2032, 0x2035, 0x2039, 0x203a]],
  // Guillemets, double quotation marks, double prime.
  ['"', [0xab, 0xbb, 0x201c, 0x201d, 0x201e, 0x201f, 0x2033, 0x2036]],
  // Hyphens, dashes, minus, bullets.
  ['-', [0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2015, 0x2212, 0x2022, 0x2023, 0x2043, 0x25e6]],
  ['.', [0xb7, 0x2024]],
  ['..', [0x2025]],
  ['...', [0x2026]],
  ['/', [0xf7, 0x2044, 0x2215]],
  ['x', [0xd7]],
  ['+/-', [0xb1]],
  ['<=', [0x2264]],
  ['>=', [0x2265]],
  ['->', [0x2192]],
  ['<-', [0x2190]],
  ['£', [0x20a4]],
  ['(c)', [0xa9]],
  ['(R)', [0xae]],
  ['TM', [0x2122]],
  ['No', [0x2116]],
  // Tab, no-break, typographic and ideographic spaces.
  [
    ' ',
    [
      0x09, 0xa0, 0x2000, 0x2001, 0x2002, 0x2003, 0x2004, 0x2005, 0x2006, 0x2007, 0x2008, 0x2009, 0x200a,
      0x202f, 0x205f, 0x3000,
    ],
  ],
  // Line and paragraph separators.
  ['\n', [0x85, 0x2028, 0x2029]],
  // Soft hyphen, zero width space, word joiner, byte order mark.
  ['', [0xad, 0x200b, 0x2060, 0xfeff]],
];

/** Letters that Unicode doesn't decompose into a letter and a mark. */
const LETTERS: Readonly<Record<string, string>> = {
  œ: 'oe',
  Œ: 'OE',
  ﬀ: 'ff',
  ﬁ: 'fi',
  ﬂ: 'fl',
  ﬃ: 'ffi',
  ﬄ: 'ffl',
  ﬅ: 'st',
  ﬆ: 'st',
  ĳ: 'ij',
  Ĳ: 'IJ',
  ŉ: "'n",
  ŀ: 'l.',
  Ŀ: 'L.',
  ł: 'l',
  Ł: 'L',
  đ: 'd',
  Đ: 'D',
  ð: 'd',
  Ð: 'D',
  ħ: 'h',
  Ħ: 'H',
  ŧ: 't',
  Ŧ: 'T',
  þ: 'th',
  Þ: 'Th',
  ı: 'i',
  ſ: 's',
  ẞ: 'SS',
  ª: 'a',
  º: 'o',
};

const equivalents = new Map<string, string>(Object.entries(LETTERS));
for (const [to, codePoints] of EQUIVALENTS) {
  for (const codePoint of codePoints) equivalents.set(String.fromCodePoint(codePoint), to);
}

/** A character with its combining marks. */
const PIECE = /\P{M}\p{M}*|\p{M}+/gu;
// A Latin letter with accents. Overlays (U+0334 to U+0338) and enclosing marks change the meaning, and so may an accent
// on a sign: `≠` is `=` with U+0338.
const ACCENTED = /^\p{Script=Latin}[\u0300-\u0333\u0339-\u036f]*$/u;
// Stream-safe text has at most 30 marks in a row (UAX 15, section 13), so a character with its marks has at most 62
// UTF-16 units. Sorting many more marks would take quadratic time.
const MOST_UNITS = 62;

/**
 * Replaces what GSM-7 lacks where there is an equivalent, for senders who ask for it. Everything else (emoji, other
 * scripts) stays as it is and is never replaced by `?`; the text then still needs UCS-2.
 */
export const transliterate = (text: string): Transliteration => {
  if (isGsm7(text)) return { text, changed: [] };
  const changed: Replacement[] = [];
  const result = text.replace(PIECE, (from, index: number) => {
    const to = equivalentOf(from);
    if (to === undefined) return from;
    changed.push({ index, from, to });
    return to;
  });
  return { text: result, changed };
};

const equivalentOf = (piece: string): string | undefined => {
  if (isGsm7(piece) || piece.length > MOST_UNITS) return undefined;
  const composed = piece.normalize('NFC');
  if (isGsm7(composed)) return composed;
  return equivalents.get(composed) ?? withFewerAccents(piece.normalize('NFD'));
};

const withFewerAccents = (decomposed: string): string | undefined => {
  if (!ACCENTED.test(decomposed)) return undefined;
  const [letter = '', accent = ''] = decomposed;
  // No letter of GSM-7 has two accents, but the letter with its first accent may be in GSM-7: ǻ becomes å, not a.
  const one = (letter + accent).normalize('NFC');
  if (isGsm7(one)) return one;
  return isGsm7(letter) ? letter : equivalents.get(letter);
};
