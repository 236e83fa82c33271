import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseIsoDuration } from '../../../src/kernel/iso-duration.ts';

const HOUR = 3_600_000;

describe('an ISO 8601 duration', () => {
  it.each([
    ['PT30M', HOUR / 2],
    ['PT24H', 24 * HOUR],
    ['P1D', 24 * HOUR],
    ['P2W', 14 * 24 * HOUR],
    ['P1DT12H', 36 * HOUR],
    ['P1DT1H1M1S', 25 * HOUR + 61_000],
    ['PT1H30S', HOUR + 30_000],
    ['PT36H', 36 * HOUR],
    ['PT0S', 0],
    ['PT0.5H', HOUR / 2],
    ['PT0,5H', HOUR / 2],
    ['PT1M1.5S', 61_500],
    ['P1.5D', 36 * HOUR],
    ['P0.5W', 84 * HOUR],
    ['P0DT0.1H', HOUR / 10],
    ['PT0.0014S', 1],
    ['PT007M', 7 * 60_000],
  ])('is parsed: %s is %i ms', (text, ms) => {
    expect(parseIsoDuration(text)).toBe(ms);
  });

  it.each([
    ['a year or a month, since their length is unclear', ['P1Y', 'P1M', 'P1Y2M', 'P1M2D', 'P0Y']],
    ['no amount at all', ['', 'P', 'PT', 'P1DT', 'PD', 'PTS']],
    ['weeks together with other units', ['P1W1D', 'P1WT1H', 'P1D1W']],
    ['units in the wrong order, or repeated', ['PT1M1H', 'PT1S1M', 'PT1H1D', 'PT1H1H', 'P1D1D']],
    ['a time unit without T, or a day unit after T', ['P1H', 'P1S', 'PT1D', 'PT1W']],
    ['a fraction that is not in the last unit', ['P1.5DT1H', 'PT0.5H30M', 'PT1.5M0S']],
    ['a fraction without digits', ['PT1.S', 'PT.5S', 'PT1.2.3S', 'PT1.,5S']],
    ['a sign', ['-PT1S', '+PT1S', 'PT-1S', 'P-1D']],
    [
      'other letter cases, spaces, line ends',
      ['pt1s', 'PT1s', ' PT1S', 'PT1S ', 'PT 1S', 'PT1S\n', 'PT1\u0000S'],
    ],
    ['digits of other scripts, exponents', ['PT١S', 'PT１S', 'PT1e3S', 'PT0x1S']],
    ['more than the largest safe integer', ['P999999999999999999999D', `PT${'9'.repeat(400)}S`]],
    ['other texts', ['30m', '1D', 'P1', 'PT1', '2026-01-01']],
  ])('is not parsed from %s', (_, texts) => {
    for (const text of texts) expect(parseIsoDuration(text), text).toBeUndefined();
  });

  it('is the sum of its units', () => {
    const amount = fc.integer({ min: 0, max: 100_000 });
    fc.assert(
      fc.property(amount, amount, amount, amount, (days, hours, minutes, seconds) => {
        const ms = ((days * 24 + hours) * 60 + minutes) * 60_000 + seconds * 1000;
        expect(parseIsoDuration(`P${days}DT${hours}H${minutes}M${seconds}S`)).toBe(ms);
      }),
    );
  });

  it('never throws, whatever the text', () => {
    const letters = fc.string({ unit: fc.constantFrom(...'PTWDHMS0123456789.,-') });
    fc.assert(
      fc.property(fc.oneof(letters, fc.string({ unit: 'binary' })), (text) => {
        const ms = parseIsoDuration(text);
        return ms === undefined || (Number.isSafeInteger(ms) && ms >= 0);
      }),
      { numRuns: 1000 },
    );
  });
});
