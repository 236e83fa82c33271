import { expect, test } from 'vitest';
import { weightOf } from '../../../../src/dispatch/route/route-weight.ts';
import type { ModemStatus } from '../../../../src/domain/routes/route.ts';

const best: ModemStatus = {
  imei: '490154203237518',
  operator: 'Acme Mobile',
  registration: 'home',
  signalDbm: -60,
  simLimitLeft: undefined,
};

test('a carrier, and a modem with a good signal and much left of its limits, have the best standing', () => {
  expect(weightOf(undefined)).toBe(1);
  expect(weightOf(best)).toBe(1);
  expect(weightOf({ ...best, signalDbm: undefined, simLimitLeft: 1000 })).toBe(1);
  expect(weightOf({ ...best, registration: 'home, messages only' })).toBe(1);
});

test.each<[string, Partial<ModemStatus>, number]>([
  ['little left of its limits', { simLimitLeft: 20 }, 0.2],
  ['a signal that barely works', { signalDbm: -105 }, 0.5],
  ['hardly any signal', { signalDbm: -113 }, 0.5],
  ['a middling signal', { signalDbm: -95 }, 0.75],
  ['roaming', { registration: 'roaming' }, 0.5],
  ['all of it', { registration: 'roaming, messages only', signalDbm: -113, simLimitLeft: 50 }, 0.125],
])('a modem with %s has a lower standing', (_name, own, weight) => {
  expect(weightOf({ ...best, ...own })).toBeCloseTo(weight);
});

test('a SIM with nothing left has a low standing above 0, so that two such are still ordered by speed', () => {
  expect(weightOf({ ...best, simLimitLeft: 0 })).toBeGreaterThan(0);
});
