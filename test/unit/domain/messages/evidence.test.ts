import { describe, expect, test } from 'vitest';
import { boundEvidence, EVIDENCE_OCTETS } from '../../../../src/domain/messages/evidence.ts';

const octets = (text: string): number => new TextEncoder().encode(text).length;

describe('the text of a carrier’s answer that is kept as evidence', () => {
  test.each([
    ['that is short', 'id:1 stat:DELIVRD'],
    ['of exactly as many octets as are kept', 'a'.repeat(EVIDENCE_OCTETS)],
    ['of fewer characters than octets', 'é'.repeat(EVIDENCE_OCTETS / 2)],
    ['that is empty', ''],
  ])('%s is kept as it came', (_, text) => {
    expect(boundEvidence(text)).toBe(text);
  });

  test.each([
    ['of one octet more than is kept', 'a'.repeat(EVIDENCE_OCTETS + 1)],
    ['of 60 kB', 'a'.repeat(60_000)],
    ['in two-octet characters', 'é'.repeat(600)],
    ['of surrogate pairs', '🌊'.repeat(1000)],
    ['of unpaired surrogates', '\ud83c'.repeat(1000)],
  ])('%s is cut to the limit, and says how long it was', (_, text) => {
    const kept = boundEvidence(text);
    expect(octets(kept)).toBeLessThanOrEqual(EVIDENCE_OCTETS);
    expect(octets(kept)).toBeGreaterThan(EVIDENCE_OCTETS * 0.9);
    const [, head = '', read, whole] = /^(.*) \[…cut after (\d+) of (\d+) characters\]$/su.exec(kept) ?? [];
    expect(text.startsWith(head)).toBe(true);
    expect([Number(read), Number(whole)]).toEqual([head.length, text.length]);
  });
});
