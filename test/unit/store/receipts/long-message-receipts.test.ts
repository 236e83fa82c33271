import { describe, expect, test } from 'vitest';
import { accepted, claimedOf, negative, numberOf, receipt, T0 } from '../../../support/store/messages.ts';
import { sharedStoreWithReceipts } from '../../../support/store/receipt-rig.ts';
import { freshRef } from '../../../support/store/shared-store.ts';

const { disk, sent, stateOf } = sharedStoreWithReceipts();

describe('receipts of a long message whose parts all have the same id', () => {
  const ofPart = (ref: string, part: number) =>
    receipt(ref, { evidence: `id:${ref} done date:2601010001 stat:DELIVRD text:part ${part}` });

  test('count for one part each', async () => {
    const ref = freshRef();
    const message = await sent({ parts: 2 }, [ref, ref]);
    await disk.store.record([ofPart(ref, 2)], T0 + 50);
    expect(await stateOf(message)).toBe('sent');
    await disk.store.record([ofPart(ref, 1)], T0 + 60);
    expect(await stateOf(message)).toBe('delivered');
  });

  test('make the message undelivered when one receipt is negative', async () => {
    const ref = freshRef();
    const message = await sent({ parts: 2 }, [ref, ref]);
    await disk.store.record([negative(ref)], T0 + 50);
    expect(await stateOf(message)).toBe('undelivered');
  });

  test('do not count for another part when they are repeated', async () => {
    const ref = freshRef();
    const message = await sent({ parts: 2 }, [ref, ref]);
    await disk.store.record([ofPart(ref, 1), ofPart(ref, 1)], T0 + 50);
    expect(await stateOf(message)).toBe('sent');
  });

  test('do not count for another part when one is repeated after the receipt of the second part', async () => {
    const ref = freshRef();
    const message = await sent({ parts: 3 }, [ref, ref, ref]);
    const received = [ofPart(ref, 1), ofPart(ref, 2), ofPart(ref, 1)];
    expect((await disk.store.record(received, T0 + 50)).at(-1)).toEqual({ kind: 'repeated' });
    expect(await stateOf(message)).toBe('sent');
  });
});

describe('receipts of a long message', () => {
  test('deliver the message only when each part has its receipt', async () => {
    const message = await sent({ parts: 3 });
    for (const [index, ref] of message.refs.entries()) {
      expect(await stateOf(message)).toBe('sent');
      await disk.store.record([receipt(ref)], T0 + 10 + index);
    }
    expect(await disk.store.get(message.id)).toMatchObject({ state: 'delivered', finalAt: T0 + 12 });
  });

  test('deliver the message in any order', async () => {
    const message = await sent({ parts: 3 });
    await disk.store.record(
      message.refs.toReversed().map((ref) => receipt(ref)),
      T0 + 10,
    );
    expect(await stateOf(message)).toBe('delivered');
  });

  test('of which one is negative make the message undelivered, whatever the other receipts say', async () => {
    const message = await sent({ parts: 3 });
    const [first = '', second = '', third = ''] = message.refs;
    await disk.store.record([receipt(first), negative(second)], T0 + 10);
    expect(await disk.store.get(message.id)).toMatchObject({ state: 'undelivered', finalAt: T0 + 10 });
    await disk.store.record([receipt(third)], T0 + 20);
    expect(await stateOf(message)).toBe('undelivered');
    expect((await disk.store.timeline(message.id)).find(({ to }) => to === 'undelivered')).toMatchObject({
      part: 2,
    });
  });

  test('of which a negative one comes before the last part is accepted make the message undelivered when that part is accepted', async () => {
    const message = await claimedOf(disk.store, { parts: 2 });
    const refsGiven = [freshRef(), freshRef()] as const;
    await disk.store.settle([accepted(message, refsGiven[0], { whole: false, at: T0 + 10 })]);
    await disk.store.record([negative(refsGiven[0])], T0 + 20);
    expect(await stateOf(message)).toBe('sending');
    await disk.store.settle([accepted(message, refsGiven[1], { part: 2, at: T0 + 30 })]);
    const settled = await disk.store.get(message.id);
    expect(settled).toMatchObject({ state: 'undelivered', sentAt: T0 + 30, finalAt: T0 + 30 });
    const steps = (await disk.store.timeline(message.id)).filter(({ from, to }) => from !== to);
    expect(steps.map(({ to }) => to)).toEqual(['queued', 'sending', 'sent', 'undelivered']);
  });

  test('of which a negative one, for the last part, comes before the first part is accepted make the message undelivered', async () => {
    const message = await claimedOf(disk.store, { parts: 2 });
    const refsGiven = [freshRef(), freshRef()] as const;
    await disk.store.settle([accepted(message, refsGiven[1], { part: 2, whole: false })]);
    await disk.store.record([negative(refsGiven[1])], T0 + 20);
    await disk.store.settle([accepted(message, refsGiven[0], { part: 1, at: T0 + 30 })]);
    expect(await stateOf(message)).toBe('undelivered');
  });

  test('are told apart by the recipient alone when two messages have the same ids', async () => {
    const given = [freshRef(), freshRef()];
    const mine = await sent({ parts: 2, to: numberOf(21) }, given);
    const theirs = await sent({ parts: 2, to: numberOf(22) }, given);
    await disk.store.record(
      given.map((ref) => receipt(ref, { to: numberOf(22) })),
      T0 + 10,
    );
    expect(await stateOf(mine)).toBe('sent');
    expect(await stateOf(theirs)).toBe('delivered');
  });
});
