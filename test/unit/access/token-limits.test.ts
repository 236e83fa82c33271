import { expect, test } from 'vitest';
import { isInRanges, isRange } from '../../../src/access/address-ranges.ts';
import { may, permissions } from '../../../src/access/permissions.ts';
import { termsIn, wordsOf } from '../../../src/commands/token-terms.ts';
import { countMessages } from '../../../src/domain/access/token-limits.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const T0 = Date.UTC(2026, 0, 1);

test('messages are counted by the minute and by the day, and as many as fit are granted', () => {
  const limits = { perMinute: 3, perDay: 5 };
  const first = countMessages(undefined, limits, 4, T0);
  expect(first.taken).toEqual({ granted: 3, full: { period: 'minute', freeAt: T0 + MINUTE_MS } });
  const second = countMessages(first.counts, limits, 3, T0 + MINUTE_MS);
  expect(second.taken).toEqual({ granted: 2, full: { period: 'day', freeAt: T0 + DAY_MS } });
  const third = countMessages(second.counts, limits, 1, T0 + 2 * MINUTE_MS);
  expect(third.taken).toEqual({ granted: 0, full: { period: 'day', freeAt: T0 + DAY_MS } });
  expect(countMessages(third.counts, limits, 3, T0 + DAY_MS).taken).toEqual({ granted: 3 });
});

test('a token with limits of sending keeps what reads and single messages, and loses everything else', () => {
  const admin = { role: 'admin', user: undefined, isPerson: true } as const;
  const kept = (Object.keys(permissions) as (keyof typeof permissions)[]).filter((one) =>
    may({ ...admin, sending: {} }, one),
  );
  expect(kept.sort()).toEqual([
    'readAlerts',
    'readAll',
    'readAudit',
    'readMessages',
    'readPeople',
    'send',
    'watch',
  ]);
});

test('address ranges are addresses and networks of IPv4 and IPv6', () => {
  for (const good of ['10.1.0.0/16', '10.2.0.7', '2001:db8::/32', '::1', '0.0.0.0/0'])
    expect(isRange(good), good).toBe(true);
  for (const bad of ['', '10.1', '10.0.0.0/33', '10.0.0.0/', '10.0.0.0/8/8', 'town hall', '::/129'])
    expect(isRange(bad), bad).toBe(false);
  const ranges = ['10.1.0.0/16', '2001:db8::/32'];
  expect(isInRanges('10.1.2.3', ranges)).toBe(true);
  // A socket that serves both families writes IPv4 so.
  expect(isInRanges('::ffff:10.1.2.3', ranges)).toBe(true);
  expect(isInRanges('2001:db8::7', ranges)).toBe(true);
  expect(isInRanges('10.2.0.0', ranges)).toBe(false);
  expect(isInRanges(undefined, ranges)).toBe(false);
});

test('the options of token create are read, and a wrong one is named', () => {
  const read = termsIn(
    {
      expires: 'P30D',
      'per-minute': '10',
      'max-priority': 'high',
      senders: 'MAIRIE, SDIS',
      countries: 'FR,BE',
      addresses: '10.1.0.0/16',
    },
    T0,
  );
  expect(read).toEqual({
    limits: {
      sending: {
        perMinute: 10,
        perDay: undefined,
        maxPriority: 'high',
        senders: ['MAIRIE', 'SDIS'],
        countries: ['FR', 'BE'],
      },
      addresses: ['10.1.0.0/16'],
    },
    expiresAt: T0 + 30 * DAY_MS,
  });
  expect('limits' in read ? wordsOf(read.limits) : '').toBe(
    '10/minute, up to high, as MAIRIE|SDIS, to FR|BE, from 10.1.0.0/16',
  );
  expect(termsIn({}, T0)).toEqual({ limits: {}, expiresAt: undefined });
  for (const [name, value] of [
    ['expires', '30 days'],
    ['per-minute', '0'],
    ['per-day', 'many'],
    ['max-priority', 'hihg'],
    ['senders', 'A,'],
    ['countries', 'France'],
    ['addresses', '10.1'],
  ] as const)
    expect(termsIn({ [name]: value }, T0)).toEqual({ wrong: expect.stringContaining(`--${name}`) });
});
