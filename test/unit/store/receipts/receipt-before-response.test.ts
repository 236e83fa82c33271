import { describe, expect, test } from 'vitest';
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
import { sharedStoreWithReceipts } from '../../../support/store/receipt-rig.ts';
import { freshRef } from '../../../support/store/shared-store.ts';

const { disk, sent, stateOf, unmatched } = sharedStoreWithReceipts();

describe('a receipt that comes before the response', () => {
  test('delivers the message as soon as the response comes, and is then no longer unmatched', async () => {
    const message = await claimedOf(disk.store);
    const ref = freshRef();
    expect(await disk.store.record([receipt(ref)], T0 + 5)).toEqual([{ kind: 'kept', reason: 'unknown' }]);
    await disk.store.settle([accepted(message, ref, { at: T0 + 9 })]);
    expect(await stateOf(message)).toBe('delivered');
    expect(await unmatched(ref)).toEqual([]);
  });

  test('is left alone where only known receipts are to be stored, and is found once its response has come', async () => {
    const message = await claimedOf(disk.store);
    const [ref, other] = [freshRef(), freshRef()];
    expect(await disk.store.recordKnown([receipt(ref)], T0 + 5)).toEqual([undefined]);
    expect(await unmatched(ref)).toEqual([]);
    await disk.store.settle([accepted(message, ref, { at: T0 + 9 })]);
    expect(await stateOf(message)).toBe('sent');
    expect(await disk.store.recordKnown([receipt(other), receipt(ref)], T0 + 10)).toEqual([
      undefined,
      { kind: 'matched', ref },
    ]);
    expect(await stateOf(message)).toBe('delivered');
  });

  test('settles the message even after a restart in between', async () => {
    const ref = freshRef();
    await disk.store.record([negative(ref)], T0 + 5);
    const store = await disk.reopen();
    const message = await claimedOf(store, {}, { now: T0 });
    await store.settle([accepted(message, ref, { at: T0 + 9 })]);
    expect(await stateOf(message)).toBe('undelivered');
  });

  test('is found by any of its spellings of the id that the response uses', async () => {
    const message = await claimedOf(disk.store);
    await disk.store.record([receipt('777001', { refs: ['777001', 'BDB29', 'bdb29'] })], T0 + 5);
    await disk.store.settle([accepted(message, 'bdb29', { at: T0 + 9 })]);
    expect(await stateOf(message)).toBe('delivered');
    expect(await unmatched('777001')).toEqual([]);
    const another = await claimedOf(disk.store);
    await disk.store.settle([accepted(another, '777001', { at: T0 + 9 })]);
    expect(await stateOf(another)).toBe('sent');
  });

  test('is found even if the id in the response has zeros in front', async () => {
    const message = await claimedOf(disk.store);
    await disk.store.record([receipt('730001')], T0 + 5);
    await disk.store.settle([accepted(message, '00730001', { at: T0 + 9 })]);
    expect(await stateOf(message)).toBe('delivered');
  });

  test('is for the response with exactly its id, when each of two responses has a receipt of its own', async () => {
    const ten = await claimedOf(disk.store);
    const sixteen = await claimedOf(disk.store);
    await disk.store.record([negative('740016', { refs: ['740016', '740010'] })], T0 + 5);
    await disk.store.record([receipt('740010', { refs: ['740010', '740016'] })], T0 + 6);
    await disk.store.settle([accepted(ten, '740010', { at: T0 + 9 })]);
    await disk.store.settle([accepted(sixteen, '740016', { at: T0 + 9 })]);
    expect([await stateOf(ten), await stateOf(sixteen)]).toEqual(['delivered', 'undelivered']);
  });

  test('delivers a long message only when the other parts have been accepted and have receipts', async () => {
    const message = await claimedOf(disk.store, { parts: 2 });
    const given = [freshRef(), freshRef()] as const;
    await disk.store.record(
      given.map((ref) => receipt(ref)),
      T0 + 5,
    );
    await disk.store.settle([accepted(message, given[0], { whole: false })]);
    expect(await stateOf(message)).toBe('sending');
    await disk.store.settle([accepted(message, given[1], { part: 2 })]);
    expect(await stateOf(message)).toBe('delivered');
  });

  test('may come twice, and after an intermediate receipt', async () => {
    const message = await claimedOf(disk.store);
    const ref = freshRef();
    const enroute = receipt(ref, { state: 'intermediate', reason: 'en route', evidence: 'ENROUTE' });
    await disk.store.record([enroute, receipt(ref), receipt(ref)], T0 + 5);
    await disk.store.settle([accepted(message, ref)]);
    expect(await stateOf(message)).toBe('delivered');
    expect(await unmatched(ref)).toEqual([]);
  });

  test('is kept although its reference was settled for another message before: a TP-MR is used again after 256 messages', async () => {
    const to = numberOf(31);
    const first = await sent({ to });
    await disk.store.record([receipt(first.ref, { evidence: 'SCTS 08:00:01' })], T0 + 5);
    const second = await claimedOf(disk.store, { to });
    const early = receipt(first.ref, { evidence: 'SCTS 09:30:07' });
    expect(await disk.store.record([early], T0 + 50)).toEqual([{ kind: 'kept', reason: 'unknown' }]);
    await disk.store.settle([accepted(second, first.ref, { at: T0 + 60 })]);
    expect(await stateOf(second)).toBe('delivered');
  });

  test.each([
    ['nobody, by a millisecond', 1, undefined],
    ['nobody, by a minute', 60_000, undefined],
    ['another phone, to which no message went, by a millisecond', 1, numberOf(91)],
    ['its phone, by a millisecond', 1, numberOf(92)],
    ['its phone, by seconds', 6000, numberOf(92)],
    ['its phone, by a minute', 60_000, numberOf(92)],
  ])(
    'and even before the claim of the message, and names %s, is for another message, and delivers nothing',
    async (_, ms, to) => {
      const ref = freshRef();
      await disk.store.record([receipt(ref, { to })], T0 + 5);
      const message = await claimedOf(disk.store, { to: numberOf(92) }, { now: T0 + 5 + ms });
      await disk.store.settle([accepted(message, ref, { at: T0 + 5 + ms + 10 })]);
      expect(await stateOf(message)).toBe('sent');
      expect(await unmatched(ref)).toHaveLength(1);
    },
  );

  test.each([
    ['', false],
    [', also after a restart', true],
  ])(
    'and names its phone settles the message though the clock was set back by some seconds after its claim%s',
    async (_, restarts) => {
      const to = numberOf(93);
      const message = await claimedOf(disk.store, { to }, { now: T0 + 9000 });
      await claimedOf(disk.store, {}, { now: T0 + 1 });
      if (restarts) await disk.reopen();
      const ref = freshRef();
      await disk.store.record([receipt(ref, { to })], T0 + 5);
      await disk.store.settle([accepted(message, ref, { at: T0 + 9 })]);
      expect(await stateOf(message)).toBe('delivered');
    },
  );

  test('settles the second message to a phone too, whose receipt is kept where that of the first one was', async () => {
    const to = numberOf(95);
    for (const ref of [freshRef(), freshRef()]) {
      const message = await claimedOf(disk.store, { to });
      await disk.store.record([receipt(ref, { to })], T0 + 5);
      await disk.store.settle([accepted(message, ref, { at: T0 + 9 })]);
      expect(await stateOf(message)).toBe('delivered');
    }
  });

  test('of its first attempt settles the message, though its second attempt has begun since', async () => {
    const to = numberOf(94);
    const first = await claimedOf(disk.store, { to, onUncertain: 'resend' });
    const ref = freshRef();
    await disk.store.settle([
      unanswered(first),
      requeued(first, { at: T0 + 15_000, possibleDuplicate: true }),
    ]);
    const other = await claimedOf(disk.store, { to }, { now: T0 + 15_001 });
    await disk.store.record([receipt(ref, { to })], T0 + 15_002);
    await disk.store.claim(claimRequest(first.lane, { now: T0 + 15_003 }));
    await disk.store.settle([acceptedLate(first, ref, { at: T0 + 15_004 })]);
    expect(await stateOf(first)).toBe('delivered');
    expect(await stateOf(other)).toBe('sending');
  });

  test('does not settle a message to another recipient by a guessed spelling of the id', async () => {
    const meant = await claimedOf(disk.store, { to: numberOf(42) });
    await disk.store.record([receipt('6464', { refs: ['6464', '25700'], to: numberOf(42) })], T0 + 5);
    const other = await claimedOf(disk.store, { to: numberOf(41) });
    await disk.store.settle([accepted(other, '25700', { at: T0 + 9 })]);
    expect(await stateOf(other)).toBe('sent');
    await disk.store.settle([accepted(meant, '25700', { at: T0 + 10 })]);
    expect(await stateOf(meant)).toBe('delivered');
  });
});
