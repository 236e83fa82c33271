import { describe, expect, test } from 'vitest';
import {
  accepted,
  claimedOf,
  claimRequest,
  freshLane,
  newMessage,
  numberOf,
  receipt,
  T0,
} from '../../../support/store/messages.ts';
import { sharedStoreWithReceipts } from '../../../support/store/receipt-rig.ts';
import { freshRef } from '../../../support/store/shared-store.ts';

const { disk, sent, stateOf, unmatched } = sharedStoreWithReceipts();

const MANY = 600;

/** Positive receipts for so many messages of one part, which a route took. */
const many = async () => {
  const lane = freshLane();
  const messages = Array.from({ length: MANY }, () => newMessage({ lane }));
  await disk.store.enqueue(messages);
  const { claimed } = await disk.store.claim(claimRequest(lane, { maxParts: MANY }));
  const answers = claimed.map((message) => accepted(message, freshRef()));
  await disk.store.settle(answers);
  return { claimed, receipts: answers.map(({ outcome }) => receipt(outcome.carrierRef)) };
};

/** Stores the receipt in one call with the many, after them, and returns what is said of it. */
const afterMany = async (one: ReturnType<typeof receipt>) => {
  const { claimed, receipts } = await many();
  const matches = await disk.store.record([...receipts, one], T0 + 9);
  expect(await Promise.all(claimed.map(stateOf))).toEqual(Array(MANY).fill('delivered'));
  return matches.at(-1);
};

describe('after hundreds of receipts in one call', () => {
  test('a receipt that names nobody settles its message', async () => {
    const message = await sent();
    expect(await afterMany(receipt(message.ref))).toEqual({ kind: 'matched', ref: message.ref });
    expect(await stateOf(message)).toBe('delivered');
  });

  test('a receipt before its answer is found by the answer', async () => {
    const message = await claimedOf(disk.store);
    const ref = freshRef();
    expect(await afterMany(receipt(ref))).toEqual({ kind: 'kept', reason: 'unknown' });
    await disk.store.settle([accepted(message, ref, { at: T0 + 10 })]);
    expect(await stateOf(message)).toBe('delivered');
    expect(await unmatched(ref)).toEqual([]);
  });

  test('a repeated receipt is known as one', async () => {
    const message = await sent();
    const one = receipt(message.ref);
    await disk.store.record([one], T0 + 8);
    expect(await afterMany(one)).toEqual({ kind: 'repeated' });
  });

  test('what a phone wrote, and only looks like a receipt, is no receipt', async () => {
    const one = receipt(freshRef(), { to: numberOf(9997), unmarked: true });
    expect(await afterMany(one)).toEqual({ kind: 'notAReceipt' });
  });
});
