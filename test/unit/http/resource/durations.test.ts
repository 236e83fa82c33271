import { expect, test } from 'vitest';
import { durationText, isoDuration } from '../../../../src/http/resource/fields.ts';

/** The durations of RFC 3339, appendix A, which the format `duration` of JSON Schema means, without months and years. */
const RFC_3339 = /^P(?:\d+W|\d+D(?:T.+)?|T(?:\d+H)?(?:\d+M)?(?:\d+S)?)$/;

test('a duration with a fraction of a second is taken without the fraction, so that answers show the duration that holds', () => {
  const field = isoDuration('how long', { minMs: 10_000, maxMs: 86_400_000 });
  for (const [text, ms] of [
    ['PT10.9S', 10_000],
    ['PT0.5H', 1_800_000],
    ['PT81010.953S', 81_010_000],
  ] as const) {
    expect(field.parse(text)).toBe(ms);
    expect(durationText(field.parse(text))).toMatch(RFC_3339);
  }
  expect(field.safeParse('PT9.99S').success).toBe(false);
});
