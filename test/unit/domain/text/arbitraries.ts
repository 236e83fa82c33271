import fc from 'fast-check';
import { decodeGsm7, isGsm7 } from '../../../../src/domain/text/gsm7.ts';

const everyGsm7Character = Array.from({ length: 0x80 }, (_, code) => [
  decodeGsm7(Uint8Array.of(code)),
  decodeGsm7(Uint8Array.of(0x1b, code)),
])
  .flat()
  .filter(isGsm7);

/** GSM-7 texts with many characters of the extension table and many line ends. */
export const gsm7Text = (maxLength = 600) =>
  fc
    .array(
      fc.oneof(
        { weight: 4, arbitrary: fc.constantFrom(...new Set(everyGsm7Character)) },
        { weight: 1, arbitrary: fc.constantFrom('€', '[', ']', '~', '\r\n') },
      ),
      { maxLength, size: 'max' },
    )
    .map((characters) => characters.join(''));

const trickyGraphemes = [
  '👨‍👩‍👧‍👦',
  '🏴󠁧󠁢󠁥󠁮󠁧󠁿',
  '🇫🇷',
  '👍🏽',
  '❤️‍🔥',
  '1️⃣',
  'e\u0301',
  'ष्ट्रि',
  '각',
  'م\u0651\u064e',
  '\r\n',
  'a',
  '\ud83d',
  '\ude00',
  '\u200d',
  '\u0301',
];

/** Any strings of up to several parts: with emoji sequences, combining marks and unpaired surrogates. */
export const anyText = (maxLength = 300) =>
  fc
    .array(
      fc.oneof(
        { weight: 3, arbitrary: fc.constantFrom(...trickyGraphemes) },
        { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 3 }) },
        { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 3 }) },
        {
          weight: 1,
          arbitrary: fc.constantFrom('\u0301'.repeat(90), '🇫🇷'.repeat(40), '\u200d🚒'.repeat(40)),
        },
      ),
      { maxLength, size: 'max' },
    )
    .map((characters) => characters.join(''));
