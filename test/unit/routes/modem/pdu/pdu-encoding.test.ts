import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeSubmit } from '../../../../../src/routes/modem/pdu/submit.ts';
import { encodeUserData } from '../../../../../src/routes/modem/pdu/user-data.ts';
import { encodeValidity } from '../../../../../src/routes/modem/pdu/validity.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** The time in ms that a relative TP-VP stands for, by the table of TS 23.040 9.2.3.12.1. */
const meaning = (vp: number): number => {
  if (vp <= 143) return (vp + 1) * 5 * MINUTE_MS;
  if (vp <= 167) return 12 * HOUR_MS + (vp - 143) * 30 * MINUTE_MS;
  if (vp <= 196) return (vp - 166) * DAY_MS;
  return (vp - 192) * 7 * DAY_MS;
};

describe('the relative validity period (TP-VP)', () => {
  it.each([
    [5 * MINUTE_MS, 0],
    [30 * MINUTE_MS, 5],
    [12 * HOUR_MS, 143],
    [24 * HOUR_MS, 167],
    [2 * DAY_MS, 168],
    [4 * DAY_MS, 170],
    [30 * DAY_MS, 196],
    [34 * DAY_MS, 196],
    [52 * 7 * DAY_MS, 244],
    [1000 * DAY_MS, 255],
  ])('of %i ms is encoded as %i', (ms, vp) => {
    expect(encodeValidity(ms)).toBe(vp);
  });

  it('is never longer than the remaining time, except the smallest value of 5 minutes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 5 * MINUTE_MS, max: 500 * DAY_MS }), (leftMs) => {
        const vp = encodeValidity(leftMs);
        expect(meaning(vp)).toBeLessThanOrEqual(leftMs);
        // The next greater value would have been too long.
        if (vp < 255) expect(meaning(vp + 1)).toBeGreaterThan(leftMs);
      }),
    );
    expect(encodeValidity(1)).toBe(0);
  });
});

describe('a flash message', () => {
  const to = { kind: 'international', text: '33639980001' } as const;

  it.each([
    ['gsm7', 'hellohello', '0021000B913336990800F1001' + '00AE8329BFD4697D9EC37'],
    ['ucs2', 'é', '0021000B913336990800F100180200E9'],
  ] as const)('in %s has class 0 in its data coding scheme', (alphabet, text, hex) => {
    expect(encodeSubmit({ reference: 0, to, alphabet, text, flash: true, statusReport: true })?.hex).toBe(
      hex,
    );
  });
});

describe('a part of a long message', () => {
  const to = { kind: 'international', text: '33639980001' } as const;
  const concat = { reference: 0x1234, total: 3, part: 2 };

  it('has its user data header before the text', () => {
    const pdu = encodeSubmit({ reference: 0, to, alphabet: 'ucs2', text: 'é', statusReport: true, concat });
    expect(pdu?.hex).toBe('0061000B913336990800F10008090608041234030200E9');
  });

  it('counts the septets of its user data header in its length', () => {
    const header = Uint8Array.of(6, 8, 4, 0x12, 0x34, 3, 2);
    expect(encodeUserData('a'.repeat(152), 'gsm7', header)).toMatchObject({ length: 160 });
    expect(encodeUserData('a'.repeat(153), 'gsm7', header)).toBeUndefined();
  });

  it('begins its text on a septet boundary after a header of any length', () => {
    for (let extra = 0; extra < 7; extra++) {
      const header = Uint8Array.from([extra + 2, 0x70, extra, ...new Array<number>(extra).fill(0)]);
      const data = encodeUserData('@@@@abc', 'gsm7', header);
      const headerSeptets = Math.ceil((header.length * 8) / 7);
      expect(data?.length).toBe(headerSeptets + 7);
      expect(data?.octets.length).toBe(Math.ceil(((headerSeptets + 7) * 7) / 8));
    }
  });

  it('is refused when it is too long for one short message', () => {
    expect(encodeUserData('x'.repeat(161), 'gsm7')).toBeUndefined();
    expect(encodeUserData('x'.repeat(71), 'ucs2')).toBeUndefined();
    expect(encodeUserData('x'.repeat(160), 'gsm7')?.octets).toHaveLength(140);
  });
});
