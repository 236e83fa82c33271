import { expect, test } from 'vitest';
import { maskNumber } from '../../../src/domain/log.ts';

test.each([
  ['+33639980001', '+336…01'],
  ['PREFECTURE', 'PREF…RE'],
  ['3618000', '3618…00'],
  ['36180', '…'],
  ['', '…'],
])('%s is shown as %s: enough to recognise, not enough to call', (number, shown) => {
  expect(maskNumber(number)).toBe(shown);
});
