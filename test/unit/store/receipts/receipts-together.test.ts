import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Claimed } from '../../../../src/domain/messages/queue.ts';
import {
  accepted,
  acceptedLate,
  claimedOf,
  claimRequest,
  negative,
  numberOf,
  receipt,
  requeued,
  T0,
  unanswered,
} from '../../../support/store/messages.ts';
import { StoreOnDisk } from '../../../support/store/store-on-disk.ts';

let disk: StoreOnDisk;
beforeAll(async () => {
  disk = await StoreOnDisk.open();
});
afterAll(() => disk.remove());

const stateOf = async ({ id }: Pick<Claimed, 'id'>) => (await disk.store.get(id))?.state;
const statesOf = (messages: readonly Pick<Claimed, 'id'>[]) => Promise.all(messages.map(stateOf));

/** Each transition of a message, as `from>to`; evidence that moved nothing is left out. */
const movesOf = async ({ id }: Pick<Claimed, 'id'>) =>
  (await disk.store.timeline(id))
    .filter(({ from, to }) => from !== to)
    .map(({ from, to }) => `${from}>${to}`);

const sent = async (ref: string, own: Parameters<typeof claimedOf>[1] = {}) => {
  const message = await claimedOf(disk.store, own);
  await disk.store.settle([accepted(message, ref, { single: true })]);
  return message;
};

/** A message whose first attempt was never answered in time, and whose second is under way. */
const twice = async (own: Parameters<typeof claimedOf>[1] = {}) => {
  const first = await claimedOf(disk.store, { onUncertain: 'resend', ...own });
  await disk.store.settle([unanswered(first), requeued(first, { possibleDuplicate: true })]);
  const { claimed } = await disk.store.claim(claimRequest(first.lane, { now: T0 + 10_000 }));
  const [second] = claimed;
  if (second === undefined) throw new Error('the second attempt was not claimed');
  return { first, second };
};

describe('receipts that are written together', () => {
  test('each settle their own message, of one part or several, positive or negative', async () => {
    const yes = await sent('rt-1');
    const no = await sent('rt-2');
    const long = await claimedOf(disk.store, { parts: 2 });
    await disk.store.settle([
      accepted(long, 'rt-3', { whole: false, single: false }),
      accepted(long, 'rt-4', { part: 2, single: false }),
    ]);
    const half = await claimedOf(disk.store, { parts: 2 });
    await disk.store.settle([
      accepted(half, 'rt-6', { whole: false, single: false }),
      accepted(half, 'rt-7', { part: 2, single: false }),
    ]);
    const early = await claimedOf(disk.store);
    const receipts = ['rt-3', 'rt-1', 'rt-2', 'rt-5', 'rt-4', 'rt-6'].map((ref) =>
      ref === 'rt-2' ? negative(ref) : receipt(ref),
    );
    expect((await disk.store.record(receipts, T0 + 50)).map(({ kind }) => kind)).toEqual([
      'matched',
      'matched',
      'matched',
      'kept',
      'matched',
      'matched',
    ]);
    expect(await statesOf([yes, no, long, half, early])).toEqual([
      'delivered',
      'undelivered',
      'delivered',
      'sent',
      'sending',
    ]);
    await disk.store.settle([accepted(early, 'rt-5', { single: true, at: T0 + 60 })]);
    expect(await stateOf(early)).toBe('delivered');
  });

  test('settle messages that are sent, that were given up, and that wait for their next attempt', async () => {
    const plain = await sent('rt-10');
    const given = await sent('rt-11', { validUntil: T0 + 10_000 });
    await disk.store.giveUp(T0, T0 + 10_000, T0 + 20_000);
    expect(await stateOf(given)).toBe('unconfirmed');
    const { first } = await twice();
    await disk.store.settle([acceptedLate(first, 'rt-12')]);
    const receipts = [receipt('rt-10'), receipt('rt-11'), receipt('rt-12')];
    await disk.store.record(receipts, T0 + 30_000);
    expect(await statesOf([plain, given, first])).toEqual(['delivered', 'delivered', 'delivered']);
    expect(await movesOf(given)).toContain('unconfirmed>delivered');
  });

  test('of two attempts of one message deliver the message once', async () => {
    const { first, second } = await twice();
    await disk.store.settle([acceptedLate(first, 'rt-20'), accepted(second, 'rt-21', { single: true })]);
    await disk.store.record([receipt('rt-20'), receipt('rt-21')], T0 + 30_000);
    expect(await stateOf(first)).toBe('delivered');
    expect((await movesOf(first)).filter((move) => move.endsWith('>delivered'))).toHaveLength(1);
  });

  test('leave a message delivered when a negative receipt of its second attempt follows', async () => {
    const { first, second } = await twice();
    await disk.store.settle([acceptedLate(first, 'rt-30'), accepted(second, 'rt-31', { single: true })]);
    await disk.store.record([receipt('rt-30'), negative('rt-31')], T0 + 30_000);
    expect(await stateOf(first)).toBe('delivered');
    expect(await movesOf(first)).not.toContain('sent>undelivered');
  });

  test('find the message that waits for a receipt, when another message with the same id was delivered by the receipt before', async () => {
    const { first, second } = await twice();
    await disk.store.settle([acceptedLate(first, 'rt-40'), accepted(second, 'rt-41', { single: true })]);
    const waiting = await sent('rt-40');
    expect(await disk.store.record([receipt('rt-41'), receipt('rt-40')], T0 + 30_000)).toEqual([
      { kind: 'matched', ref: 'rt-41' },
      { kind: 'matched', ref: 'rt-40' },
    ]);
    expect(await statesOf([first, waiting])).toEqual(['delivered', 'delivered']);
  });

  test('settle no unanswered message by its recipient while a second attempt to that phone has no answer, though its first one is delivered', async () => {
    const to = numberOf(4711);
    const { first, second } = await twice({ to });
    // Its first attempt was answered late: its second is still under way.
    await disk.store.settle([acceptedLate(first, 'rt-50')]);
    const lost = await claimedOf(disk.store, { to });
    await disk.store.settle([unanswered(lost)]);
    const receipts = [receipt('rt-50', { to }), receipt('rt-51', { to })];
    expect(await disk.store.record(receipts, T0 + 30_000)).toEqual([
      { kind: 'matched', ref: 'rt-50' },
      { kind: 'kept', reason: 'unknown' },
    ]);
    expect(await statesOf([first, lost])).toEqual(['delivered', 'sending']);
    await disk.store.settle([accepted(second, 'rt-51', { at: T0 + 31_000, single: true })]);
    expect(await disk.store.record([receipt('rt-52', { to })], T0 + 32_000)).toEqual([
      { kind: 'matchedByRecipient' },
    ]);
    expect(await statesOf([lost])).toEqual(['delivered']);
  });
});

describe('an answer and the receipt of the same message in one commit', () => {
  test.each(['answer', 'receipt'] as const)('deliver the message when the %s comes first', async (which) => {
    const message = await claimedOf(disk.store);
    const other = await claimedOf(disk.store);
    const ref = `rt-60-${which}`;
    const answers = [
      accepted(other, `${ref}-other`, { single: true }),
      accepted(message, ref, { single: true }),
    ];
    const steps = [() => disk.store.settle(answers), () => disk.store.record([receipt(ref)], T0 + 50)];
    if (which === 'receipt') steps.reverse();
    await Promise.all(steps.map((step) => step()));
    expect(await statesOf([message, other])).toEqual(['delivered', 'sent']);
  });
});
