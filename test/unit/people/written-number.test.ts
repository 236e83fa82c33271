import { expect, test } from 'vitest';
import { writtenAs } from '../../../src/domain/people/written-number.ts';

const number = writtenAs(['+33639980001', '33639980001', '0033639980001', '0639980001']);

test.each([
  'rappeler le 06 39 98 00 01',
  '06.39.98.00.01',
  '0639980001,',
  'appt 3 06-39-98-00-01',
  '+33 6 39 98 00 01',
  '+33 (0)6 39 98 00 01',
  'tel:+33639980001',
  '0033 6\u202f39\u00a098 00 01',
])('a number is found in %j', (text) => {
  expect(number.test(text)).toBe(true);
});

test.each([
  '06 39 98 00 012',
  '1706399800012',
  '06 39 98 00 02',
  'le 06 à 39 h, 98 00 01',
  '106 39 98 00 01',
])('it is not found in %j, which is another number', (text) => {
  expect(number.test(text)).toBe(false);
});
