import { describe, expect, test } from 'vitest';
import type { MessageId } from '../../../../src/domain/messages/message-id.ts';
import { KeptKeys } from '../../../../src/store/rules/queue/kept-keys.ts';
import { HOUR_MS, T0 } from '../../../support/store/messages.ts';

const MANY = 100_000;
const numbers = Array.from({ length: MANY }, (_, index) => index);
const idOf = (index: number): MessageId => (2 ** 52 + index * 4096) as MessageId;
const elsewhere = (index: number): MessageId => (idOf(index) + 1) as MessageId;

describe('the in-memory keys of kept receipts and unanswered messages', () => {
  test('miss none of 100,000 keys, and have few false positives', () => {
    const kept = new KeptKeys();
    for (const index of numbers) {
      kept.addReceipt('carrier-a', `${index}`, T0);
      kept.addUnanswered(idOf(index), T0);
    }
    const missed = numbers.filter(
      (index) => !kept.mayHaveReceipt('carrier-a', `${index}`) || !kept.mayBeUnanswered(idOf(index)),
    );
    expect(missed).toEqual([]);
    const inVain = numbers.filter(
      (index) => kept.mayHaveReceipt('carrier-b', `${index}`) || kept.mayBeUnanswered(elsewhere(index)),
    );
    expect(inVain.length).toBeLessThan(MANY / 1000);
  });

  test('are remembered for at least a day, and forgotten once other keys have come for two days', () => {
    const kept = new KeptKeys();
    kept.addReceipt('carrier-a', 'old', T0);
    kept.addReceipt('carrier-a', 'evening', T0 + 23 * HOUR_MS);
    kept.addReceipt('carrier-a', 'next', T0 + 25 * HOUR_MS);
    kept.addReceipt('carrier-a', 'night', T0 + 46 * HOUR_MS);
    expect(kept.mayHaveReceipt('carrier-a', 'evening')).toBe(true);
    kept.addReceipt('carrier-a', 'late', T0 + 50 * HOUR_MS);
    expect(kept.mayHaveReceipt('carrier-a', 'old')).toBe(false);
    expect(kept.mayHaveReceipt('carrier-a', 'next')).toBe(true);
  });

  test('are remembered after the clock is set back or forward by days', () => {
    const kept = new KeptKeys();
    kept.addReceipt('carrier-a', 'one', T0);
    kept.addReceipt('carrier-a', 'on', T0 + 240 * HOUR_MS);
    kept.addReceipt('carrier-a', 'back', T0 - 240 * HOUR_MS);
    for (const ref of ['one', 'on', 'back']) expect(kept.mayHaveReceipt('carrier-a', ref)).toBe(true);
  });
});
