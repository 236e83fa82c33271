import { describe, expect, it } from 'vitest';
import { decodeUssd, encodeUssd } from '../../../../../src/routes/modem/sim/ussd-text.ts';

describe('a USSD code', () => {
  it('is encoded as plain characters, or as packed septets in hexadecimal', () => {
    expect(encodeUssd('*100#', false)).toBe('*100#');
    expect(encodeUssd('*100#', true)).toBe('AA180C3602');
  });

  it('of seven or fifteen characters is padded when it is packed, so that no @ follows it', () => {
    for (const code of ['*12345#', '*1234567890123#']) {
      const packed = encodeUssd(code, true);
      expect(packed).toHaveLength(((code.length + 1) * 14) / 8);
      expect(decodeUssd(packed, 15, true)).toBe(code);
    }
  });
});

describe('a USSD text', () => {
  // Answers that real modems were seen to give.
  it.each([
    [
      'UCS-2 (72)',
      '04110430043B0430043D04410020003500320035002E0032003500200440002E',
      72,
      'Баланс 525.25 р.',
    ],
    ['UCS-2 behind a language (17)', '656E04110430', 17, 'Ба'],
    ['the default alphabet in characters (15)', 'Solde: 10 EUR', 15, 'Solde: 10 EUR'],
    ['the default alphabet in characters, of digits only', '0123456789', 15, '0123456789'],
    ['packed septets (15)', 'D3379B5CD681623050B12A05', 15, 'Solde: 10 EUR'],
    [
      'packed septets (15), with lower case',
      'A0E09A5E2FB3D9E539E858A7A3C3E2B25B07CAB9723150B12A7501',
      15,
      ' Aktuelles Guthaben: 9.91 EUR.',
    ],
    ['the default alphabet as UCS-2 (15)', '0053006F006C006400650020', 15, 'Solde '],
    ['8 bits (68)', '48E9', 68, 'Hé'],
    ['UCS-2 that is none', 'Solde', 72, 'Solde'],
    ['no hexadecimal, with a scheme that is reserved', 'Solde', 200, 'Solde'],
  ])('whose encoding is %s is decoded', (_name, said, dcs, text) => {
    expect(decodeUssd(said, dcs, false)).toBe(text);
  });

  it('of a modem that packs septets is unpacked, however short the text is', () => {
    expect(decodeUssd(encodeUssd('10 EUR', true), 15, true)).toBe('10 EUR');
    expect(decodeUssd(encodeUssd('10.00 €', true), 15, true)).toBe('10.00 €');
  });
});
