import { expect, test } from 'vitest';
import { handlesParts } from '../../../src/config/routes/ear.ts';

test.each([
  ['a modem on a serial line', {}, true],
  ['a modem behind ModemManager, which takes whole texts', { modemManager: { imei: '1' } }, false],
  ['a carrier to which each part is a message', { longText: 'udh' }, true],
  ['a carrier that cuts long texts itself', { longText: 'payload' }, false],
] as const)('whether the gateway cuts the long texts for %s', (_what, route, parts) => {
  expect(handlesParts(route)).toBe(parts);
});
