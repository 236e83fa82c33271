import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toMsisdn } from '../../../../src/domain/messages/msisdn.ts';

describe('a subscriber number', () => {
  it.each(['+33639980001', '+33199000000', '+1234567', '+123456789012345'])(
    'may be written as %s, and is kept unchanged',
    (text) => {
      expect(toMsisdn(text)).toBe(text);
    },
  );

  it.each([
    ['an empty text', ''],
    ['a plus alone', '+'],
    ['six digits', '+123456'],
    ['sixteen digits', '+1234567890123456'],
    ['digits without a plus', '33639980001'],
    ['a national number', '0639980001'],
    ['a leading zero', '+033639980001'],
    ['an international prefix', '0033639980001'],
    ['two plus signs', '++33639980001'],
    ['spaces between the digits', '+33 6 39 98 00 01'],
    ['a space before', ' +33639980001'],
    ['a space behind', '+33639980001 '],
    ['a line end after it', '+33639980001\n'],
    ['a NUL behind', '+33639980001\u0000'],
    ['a NUL within', '+3363998\u00000001'],
    ['a no-break space', '+33\u00a0639980001'],
    ['a mark that changes the writing direction', '\u202d+33639980001'],
    ['Arabic-Indic digits', '+٣٣٦٣٩٩٨٠٠٠١'],
    ['full-width digits', '+３３６３９９８０００１'],
    ['a full-width plus', '＋33639980001'],
    ['letters', '+33ALERTE000'],
    ['hyphens', '+33-639-980-001'],
    ['a second line with a number', 'x\n+33639980001'],
    ['an extension', '+33639980001;ext=1'],
    ['an AT command after the number', '+33639980001";+CFUN=0'],
  ])('is not parsed from %s', (_, text) => {
    expect(toMsisdn(text)).toBeUndefined();
  });

  it('contains only a plus and 7 to 15 ASCII digits, whatever text is parsed', () => {
    const hostile = fc.string({
      unit: fc.constantFrom(...'+0123456789', ' ', '\u0000', '\n', '٣', '３'),
      maxLength: 18,
    });
    const digits = fc
      .string({ unit: fc.constantFrom(...'0123456789'), maxLength: 18 })
      .map((text) => `+${text}`);
    fc.assert(
      fc.property(fc.oneof(hostile, digits, fc.string({ unit: 'binary' })), (text) => {
        const number = toMsisdn(text);
        if (number === undefined) return true;
        const codes = [...number].slice(1).map((digit) => digit.charCodeAt(0));
        const ascii = codes.every((code) => code >= 0x30 && code <= 0x39) && codes[0] !== 0x30;
        return number === text && number[0] === '+' && ascii && codes.length >= 7 && codes.length <= 15;
      }),
      { numRuns: 1000 },
    );
  });
});
