import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toSender } from '../../../../src/domain/messages/sender.ts';
import { isGsm7, septetCount } from '../../../../src/domain/text/gsm7.ts';

describe('a sender address', () => {
  it.each([
    ['PREFECTURE', 'alphanumeric'],
    ['A', 'alphanumeric'],
    ['Mairie 2', 'alphanumeric'],
    ["S.D.I.S-68'", 'alphanumeric'],
    ['1A', 'alphanumeric'],
    ['ABCDEFGHIJK', 'alphanumeric'],
    ['112', 'shortCode'],
    ['36105', 'shortCode'],
    ['12345678', 'shortCode'],
    ['+33639980001', 'msisdn'],
  ])('"%s" is of the kind %s', (text, kind) => {
    expect(toSender(text)).toEqual({ kind, text });
  });

  it.each([
    ['an empty text', ''],
    ['twelve characters', 'ABCDEFGHIJKL'],
    ['spaces alone', '   '],
    ['two digits', '12'],
    ['nine digits, neither short code nor number', '123456789'],
    ['a national number', '0639980001'],
    ['a number of sixteen digits', '+1234567890123456'],
    ['accents, which not every carrier takes', 'Préfecture'],
    ['an @, which ends the address for some carriers', 'SOS@ville'],
    ['a NUL', 'PREF\u0000'],
    ['a line end after it', 'PREFECTURE\n'],
    ['a tab', 'PREF\tECT'],
    ['digits of another script', '٣٦١٠٥'],
    ['letters of another script that look alike', 'РREFECTURE'],
    ['an emoji', 'SOS🚨'],
  ])('is not parsed from %s', (_, text) => {
    expect(toSender(text)).toBeUndefined();
  });

  it('fits into an SMS address unchanged, whatever text is parsed', () => {
    const likely = fc.string({ unit: fc.constantFrom(...'AZaz09 _.&+-@\u0000é€['), maxLength: 13 });
    fc.assert(
      fc.property(fc.oneof(likely, fc.string({ unit: 'binary', maxLength: 13 })), (text) => {
        const sender = toSender(text);
        if (sender === undefined) return;
        expect(sender.text).toBe(text);
        if (sender.kind !== 'alphanumeric') return;
        expect(isGsm7(text) && septetCount(text) <= 11).toBe(true);
        expect(text).toMatch(/[A-Za-z]/);
      }),
      { numRuns: 1000 },
    );
  });
});
