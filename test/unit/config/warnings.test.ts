import { describe, expect, test } from 'vitest';
import { warningsOf } from '../../../src/commands/check/config-warnings.ts';
import { configSchema } from '../../../src/config/schema.ts';

const warningsFor = (routes: readonly object[]): readonly string[] =>
  warningsOf(configSchema.parse({ routes }));

const carrier = (id: string, own: object = {}) => ({
  id,
  type: 'smpp',
  host: '127.0.0.1',
  systemId: 'tocsin',
  ...own,
});

describe('the warning of two routes that are accounts at the same carrier', () => {
  const shares = (...routes: readonly object[]) =>
    warningsFor(routes).filter((warning) => warning.includes('one account'));

  test('names both routes', () => {
    expect(shares(carrier('a'), carrier('b'))).toEqual([expect.stringMatching(/^routes a and b /)]);
  });

  test('is not given if both routes set the same "carrier", or are different accounts', () => {
    expect(shares(carrier('a', { carrier: 'x' }), carrier('b', { carrier: 'x' }))).toEqual([]);
    expect(shares(carrier('a'), carrier('b', { systemId: 'other' }))).toEqual([]);
    expect(shares(carrier('a'), carrier('b', { port: 2776 }))).toEqual([]);
  });

  test('is not given if one route sets the id of the other route as its "carrier"', () => {
    expect(shares(carrier('a'), carrier('b', { carrier: 'a' }))).toEqual([]);
  });
});

describe('the warning of a SIM whose limits let no long message out', () => {
  const refuses = (limits: object) =>
    warningsFor([{ id: 'm', type: 'modem', device: '/dev/ttyUSB0', limits }]).filter((warning) =>
      warning.includes('refuses each message'),
    );

  test('names the smallest limit', () => {
    expect(refuses({ perMinute: 2, perDay: 100 })).toEqual([
      'route m refuses each message of more than 2 parts: its smallest SIM limit never lets out all of it',
    ]);
    expect(refuses({ perHour: 1 })).toEqual([expect.stringContaining('more than 1 part:')]);
  });

  test('is not given where three parts fit, or without limits', () => {
    expect(refuses({ perMinute: 3, perDay: 100 })).toEqual([]);
    expect(refuses({})).toEqual([]);
  });
});
