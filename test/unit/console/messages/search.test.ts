import { describe, expect, test } from 'vitest';
import { isNumberAsked } from '../../../../src/console/api/people/one-number.ts';
import { readSearch } from '../../../../src/console/rooms/messages/search.ts';

describe('a number is found in any writing', () => {
  test.each([
    '+33639980042',
    '+33 6 39 98 00 42',
    '0033 6 39 98 00 42',
    '+33 (0)6.39.98.00.42',
    'tel:+33-6-39-98-00-42',
    '33639980042',
    '+33\u202f6\u00a039 98 00 42',
  ])('%s', (typed) => {
    expect(readSearch(typed)).toEqual({ kind: 'number', number: '+33639980042', isNational: false });
  });

  test.each(['06 39 98 00 42', '06.39.98.00.42', '06-39-98-00-42 ', '0639980042'])(
    '%s, which the gateway reads as its country does',
    (typed) => {
      expect(readSearch(typed)).toEqual({ kind: 'number', number: '0639980042', isNational: true });
    },
  );
});

test('the number of a message leads to the message, whatever its capitals', () => {
  expect(readSearch(' 06ZJ835JW00 ')).toEqual({ kind: 'message', id: '06zj835jw00' });
});

test.each(['crue-117', 'Anna', '117', 'flood 2026'])('%s is a reference or a name', (typed) => {
  expect(readSearch(typed)).toEqual({ kind: 'text', text: typed });
});

test('nothing typed is nothing asked', () => {
  expect(readSearch('  ')).toEqual({ kind: 'nothing' });
});

test('a contact is found by the number as it is dialled, whatever the country of the gateway', () => {
  expect(isNumberAsked('0639980042', '+33639980042')).toBe(true);
  expect(isNumberAsked('0639980042', '+33639980043')).toBe(false);
  expect(isNumberAsked('+33639980042', '+33639980042')).toBe(true);
  expect(isNumberAsked('+3363998004', '+33639980042')).toBe(false);
});
