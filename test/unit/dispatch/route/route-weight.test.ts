import { expect, test } from 'vitest';
import { weightOf } from '../../../../src/dispatch/route/route-weight.ts';
import type { ModemStatus } from '../../../../src/domain/routes/route.ts';

const best: ModemStatus = {
  imei: '490154203237518',
  operator: 'Acme Mobile',
  registration: { cs: 'home', ps: undefined, eps: 'home', fiveG: undefined },
  technology: '4G',
  avoidsRoaming: false,
  signalDbm: -60,
  simLimitLeft: undefined,
};

test('a carrier, and a modem with a good signal and much left of its SIM limits, have the weight 1', () => {
  expect(weightOf(undefined)).toBe(1);
  expect(weightOf(best)).toBe(1);
  expect(weightOf({ ...best, signalDbm: undefined, simLimitLeft: 1000 })).toBe(1);
  expect(weightOf({ ...best, technology: '2G' })).toBe(1);
});

test.each<[string, Partial<ModemStatus>, number]>([
  ['little left of its SIM limits', { simLimitLeft: 20 }, 0.2],
  ['a signal of -105 dBm', { signalDbm: -105 }, 0.5],
  ['a signal of -113 dBm', { signalDbm: -113 }, 0.5],
  ['a signal of -95 dBm', { signalDbm: -95 }, 0.75],
  ['roaming that is to be avoided', { avoidsRoaming: true }, 0.5],
  [
    'roaming, a weak signal and little left of its SIM limits',
    { avoidsRoaming: true, signalDbm: -113, simLimitLeft: 50 },
    0.125,
  ],
])('a modem with %s has a weight below 1', (_name, own, weight) => {
  expect(weightOf({ ...best, ...own })).toBeCloseTo(weight);
});

test('a modem whose SIM has nothing left of its limits has a weight above 0, so that two such modems are ordered by speed', () => {
  expect(weightOf({ ...best, simLimitLeft: 0 })).toBeGreaterThan(0);
});
