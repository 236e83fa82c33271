import { describe, expect, test } from 'vitest';
import { accepted, claimRequest, negative, receipt, T0 } from '../../../support/store/messages.ts';
import { sharedStoreWithReceipts } from '../../../support/store/receipt-rig.ts';
import { freshRef } from '../../../support/store/shared-store.ts';
import { withTwoAttempts } from '../../../support/store/two-attempts.ts';

const { disk, stateOf } = sharedStoreWithReceipts();

describe('receipts of an earlier attempt', () => {
  const { twoAttempts, claimAgain } = withTwoAttempts(disk);

  test('that are positive deliver the message while it waits in the queue, so that it is not sent again', async () => {
    const { first, given, answer } = await twoAttempts();
    await answer();
    await disk.store.record(
      given.map((ref) => receipt(ref)),
      T0 + 30_000,
    );
    expect(await stateOf(first)).toBe('delivered');
    const { claimed } = await disk.store.claim(claimRequest(first.lane, { now: T0 + 40_000 }));
    expect(claimed).toEqual([]);
  });

  test('that are positive deliver the message while the second attempt is being sent', async () => {
    const both = await twoAttempts({ parts: 2 });
    const { first, given } = both;
    await claimAgain(both);
    await disk.store.record(
      given.map((ref) => receipt(ref)),
      T0 + 30_000,
    );
    expect(await stateOf(first)).toBe('delivered');
  });

  test('that may spell the ids of both attempts are for the message', async () => {
    const both = await twoAttempts();
    const { first, given } = both;
    const second = await claimAgain(both);
    const [ref = ''] = given;
    const spelt = freshRef();
    await disk.store.settle([accepted(second, spelt, { at: T0 + 30_001 })]);
    await disk.store.record([receipt(ref, { refs: [ref, spelt], to: first.to })], T0 + 30_002);
    expect(await stateOf(first)).toBe('delivered');
  });

  test('that are negative do not settle the message, since the second attempt may arrive', async () => {
    const both = await twoAttempts();
    const { first, given } = both;
    const second = await claimAgain(both);
    const ref = freshRef();
    await disk.store.settle([accepted(second, ref, { route: 'modem-1', at: T0 + 30_001 })]);
    await disk.store.record(
      given.map((one) => negative(one)),
      T0 + 30_002,
    );
    expect(await stateOf(first)).toBe('sent');
    await disk.store.record([receipt(ref)], T0 + 30_003);
    expect(await stateOf(first)).toBe('delivered');
  });

  test('never count for the parts of another attempt', async () => {
    const both = await twoAttempts({ parts: 2 });
    const { first, given } = both;
    const second = await claimAgain(both);
    const refsGiven = [freshRef(), freshRef()] as const;
    await disk.store.settle([
      accepted(second, refsGiven[0], { whole: false }),
      accepted(second, refsGiven[1], { part: 2 }),
    ]);
    await disk.store.record([receipt(given[0] ?? ''), receipt(refsGiven[1])], T0 + 40_000);
    expect(await stateOf(first)).toBe('sent');
  });
});
