import { describe, expect, test } from 'vitest';
import { accepted, claimedOf, negative, numberOf, receipt, T0 } from '../../../support/store/messages.ts';
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

  test('and even before the claim of the message is for another message, and delivers nothing', async () => {
    const ref = freshRef();
    await disk.store.record([receipt(ref)], T0 + 5);
    const message = await claimedOf(disk.store, {}, { now: T0 + 60_000 });
    await disk.store.settle([accepted(message, ref, { at: T0 + 60_010 })]);
    expect(await stateOf(message)).toBe('sent');
    expect(await unmatched(ref)).toHaveLength(1);
  });

  test('does not settle a message to another recipient by a guessed spelling of the id', async () => {
    await disk.store.record([receipt('6464', { refs: ['6464', '25700'], to: numberOf(42) })], T0 + 5);
    const other = await claimedOf(disk.store, { to: numberOf(41) });
    await disk.store.settle([accepted(other, '25700', { at: T0 + 9 })]);
    expect(await stateOf(other)).toBe('sent');
    const meant = await claimedOf(disk.store, { to: numberOf(42) });
    await disk.store.settle([accepted(meant, '25700', { at: T0 + 10 })]);
    expect(await stateOf(meant)).toBe('delivered');
  });
});
