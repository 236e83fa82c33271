import { expect, test } from 'vitest';
import { maskActor, maskNumber } from '../../../src/kernel/log.ts';

test.each([
  ['+33639980001', '+336…01'],
  ['PREFECTURE', 'PREF…RE'],
  ['3618000', '3618…00'],
  ['36180', '…'],
  ['', '…'],
])('%s is shown as %s: enough to recognise, not enough to call', (number, shown) => {
  expect(maskNumber(number)).toBe(shown);
});

test.each([
  ['phone:+33639980001', 'phone:+336…01'],
  ['trigger:pumps', 'trigger:pumps'],
  ['admin', 'admin'],
])('of an actor, %s is shown as %s', (id, shown) => {
  expect(maskActor(id)).toBe(shown);
});
