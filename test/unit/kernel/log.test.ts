import { expect, test } from 'vitest';
import { maskActor, maskNumber } from '../../../src/kernel/log.ts';

test.each([
  ['+33639980001', '+336…01'],
  ['PREFECTURE', 'PREF…RE'],
  ['3618000', '3618…00'],
  ['36180', '…'],
  ['', '…'],
])('a log shows the phone number %s as %s', (number, shown) => {
  expect(maskNumber(number)).toBe(shown);
});

test.each([
  ['phone:+33639980001', 'phone:+336…01'],
  ['trigger:pumps', 'trigger:pumps'],
  ['admin', 'admin'],
])('a log shows the actor %s as %s', (id, shown) => {
  expect(maskActor(id)).toBe(shown);
});
