import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isGsm7 } from '../../../../../src/domain/text/gsm7.ts';
import { cut } from '../../../../../src/domain/text/split.ts';
import { managerParts } from '../../../../../src/routes/modem/manager/send/manager-cut.ts';
import { messageProperties } from '../../../../../src/routes/modem/manager/send/message-properties.ts';
import { encodeValidity } from '../../../../../src/routes/modem/pdu/validity.ts';
import { makePart } from '../../../../support/modem/part.ts';

describe('the number of parts that ModemManager makes', () => {
  test.each([
    ['160 septets', 'x'.repeat(160), 1],
    ['161 septets', 'x'.repeat(161), 2],
    ['306 septets', 'x'.repeat(306), 2],
    ['307 septets', 'x'.repeat(307), 3],
    // The escape and its character stay together: 152 septets in the first part.
    ['an extended character at the cut', `${'x'.repeat(152)}{${'x'.repeat(152)}`, 3],
    ['70 units', 'я'.repeat(70), 1],
    ['71 units', 'я'.repeat(71), 2],
    ['134 units', 'я'.repeat(134), 2],
    ['a surrogate pair at the cut', `${'я'.repeat(66)}😀${'я'.repeat(66)}`, 3],
  ])('of %s', (_, text, parts) => {
    expect(managerParts(text)).toBe(parts);
  });

  test('is never larger than the number of our parts, which hold less', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 600 }), (text) => {
        expect(managerParts(text)).toBeLessThanOrEqual(cut(text, isGsm7(text) ? 'gsm7' : 'ucs2').length);
      }),
    );
  });
});

/** `validity_to_relative` of ModemManager, which rounds up to what TP-VP can say. */
const managerValidity = (minutes: number): number => {
  const up = (unit: number, most: number) => Math.min(most, minutes % unit === 0 ? minutes : minutes + unit);
  if (minutes <= 720) return Math.floor(up(5, 724) / 5) - 1;
  if (minutes <= 1440) return 143 + Math.floor((up(30, 1440) - 720) / 30);
  if (minutes <= 43_200) return 167 + Math.floor((up(1440, 43_200) - 1440) / 1440);
  return 192 + Math.floor(up(10_080, 635_040) / 10_080);
};

test('the minutes of validity that ModemManager gets become the TP-VP that the gateway would write itself', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 64 * 7 * 86_400_000 }), (leftMs) => {
      const part = makePart(0, { validUntil: leftMs });
      const message = { parts: [part], text: part.text, settle: () => undefined } as const;
      const [, [, validity]] = messageProperties(message, 0, undefined).find(
        ([key]) => key === 'validity',
      ) ?? ['', []];
      const [, [, minutes]] = validity as [number, [string, number]];
      expect(managerValidity(minutes)).toBe(encodeValidity(leftMs));
    }),
  );
});
