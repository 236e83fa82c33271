import { describe, expect, test } from 'vitest';
import { pauseMs } from '../../../../src/routes/smpp/link/back-off.ts';

describe('the back-off between dials', () => {
  const backOff = { minMs: 500, maxMs: 30_000 };

  test('doubles from the shortest configured pause to the longest', () => {
    const most = [0, 1, 2, 3, 5, 6, 40].map((failures) => pauseMs(failures, backOff, () => 0.999999));
    expect(most).toEqual([500, 1000, 2000, 4000, 16_000, 30_000, 30_000]);
  });

  test('spreads the dials of a hundred links over the second half of the pause', () => {
    const pauses = Array.from({ length: 100 }, (_, index) => pauseMs(10, backOff, () => index / 100));
    expect(Math.min(...pauses)).toBe(15_000);
    expect(Math.max(...pauses)).toBe(29_850);
    expect(new Set(pauses).size).toBe(100);
  });
});
