import fc from 'fast-check';
import { expect, test } from 'vitest';
import { scanReceiptText, searchFields } from '../../../../src/protocols/smpp/receipt-text.ts';
import { receiptDialects } from '../../routes/smpp/receipt-dialects.ts';

test('the fast pattern for receipts in the form of SMPP 3.4 appendix B reads the same fields as the search for each field', () => {
  const digits = (least: number, most: number) =>
    fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: least, maxLength: most });
  fc.assert(
    fc.property(
      fc.stringMatching(/^[\w-]{1,64}$/),
      fc.tuple(digits(3, 3), digits(3, 3), digits(10, 12), digits(10, 12)),
      fc.constantFrom('DELIVRD', 'UNDELIV', 'X'),
      fc.stringMatching(/^\w{1,20}$/),
      fc.constantFrom('', ' text:', ' text:stat:UNDELIV id:9', ' text', ' more:1'),
      (id, [sub, dlvrd, submitted, done], stat, err, end) => {
        const text = `id:${id} sub:${sub} dlvrd:${dlvrd} submit date:${submitted} done date:${done} stat:${stat} err:${err}${end}`;
        expect(scanReceiptText(text)).toEqual(searchFields(text));
      },
    ),
  );
  for (const { text } of receiptDialects) expect(scanReceiptText(text)).toEqual(searchFields(text));
});
