import { describe, expect, test } from 'vitest';
import type { NewMessage } from '../../../../src/domain/messages/message.ts';
import type { Claimed } from '../../../../src/domain/messages/queue.ts';
import {
  accepted,
  acceptedLate,
  claimedOf,
  claimRequest,
  ended,
  HOUR_MS,
  keyOf,
  negative,
  receipt,
  requeued,
  T0,
  unanswered,
} from '../../../support/store/messages.ts';
import { sharedStoreWithReceipts } from '../../../support/store/receipt-rig.ts';
import { freshRef } from '../../../support/store/shared-store.ts';

const { disk, stateOf } = sharedStoreWithReceipts();

describe('receipts of an earlier attempt', () => {
  const twoAttempts = async (own: Partial<NewMessage> = {}) => {
    const first = await claimedOf(disk.store, { onUncertain: 'resend', ...own });
    const given = Array.from({ length: first.parts }, freshRef);
    await disk.store.settle([requeued(first, { possibleDuplicate: true })]);
    const answer = () =>
      disk.store.settle(given.map((ref, index) => acceptedLate(first, ref, { part: index + 1 })));
    return { first, given, answer };
  };
  /** Claims the second attempt, then answers the first. */
  const claimAgain = async ({ first, answer }: Awaited<ReturnType<typeof twoAttempts>>): Promise<Claimed> => {
    const request = claimRequest(first.lane, { route: 'modem-1', now: T0 + 30_000 });
    const { claimed } = await disk.store.claim(request);
    const [second] = claimed;
    if (second === undefined) throw new Error('the second attempt was not claimed');
    await answer();
    return second;
  };

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

  /** The second attempt has no answer, and is to be made again. */
  const secondInDoubt = (second: Claimed) => [
    ...Array.from({ length: second.parts }, (_, index) =>
      unanswered(second, { key: keyOf(second, index + 1), route: 'modem-1', at: T0 + 31_000 }),
    ),
    requeued(second, { route: 'modem-1', at: T0 + 31_001, dueAt: T0 + 31_001, possibleDuplicate: true }),
  ];
  const lost = (given: readonly string[]) =>
    disk.store.record(
      given.map((ref) => negative(ref)),
      T0 + 32_000,
    );

  test('that are negative leave it in the queue if the second attempt has no answer', async () => {
    const both = await twoAttempts();
    const { first, given } = both;
    const second = await claimAgain(both);
    await lost(given);
    await disk.store.settle(secondInDoubt(second));
    expect(await stateOf(first)).toBe('queued');
    const { claimed } = await disk.store.claim(claimRequest(first.lane, { now: T0 + 40_000 }));
    expect(claimed.map(({ attempt }) => attempt)).toEqual([3]);
  });

  /** The message is sent by its first attempt, which is lost then, while the second has no answer. */
  const lostBesideDoubt = async (own: Partial<NewMessage> = {}) => {
    const both = await twoAttempts(own);
    const second = await claimAgain(both);
    await disk.store.settle(secondInDoubt(second));
    expect(await stateOf(second)).toBe('sent');
    await lost(both.given);
    expect(await stateOf(second)).toBe('sent');
    return second;
  };

  test.each([1, 2])(
    'that are negative do not end a message of %i parts that went back to it, while a later attempt has no answer',
    async (parts) => {
      const second = await lostBesideDoubt({ parts });
      const refs = Array.from({ length: parts }, freshRef);
      await disk.store.settle(
        refs.map((ref, index) => acceptedLate(second, ref, { part: index + 1, route: 'modem-1' })),
      );
      expect(await stateOf(second)).toBe('sent');
      await disk.store.record(
        refs.map((ref) => receipt(ref)),
        T0 + 40_000,
      );
      expect(await stateOf(second)).toBe('delivered');
    },
  );

  test('that are negative end the message when the later attempt is undelivered too', async () => {
    const second = await lostBesideDoubt();
    const ref = freshRef();
    await disk.store.settle([acceptedLate(second, ref, { route: 'modem-1' })]);
    await disk.store.record([negative(ref)], T0 + 40_000);
    expect(await stateOf(second)).toBe('undelivered');
  });

  test('that are negative end the message when the later attempt is refused late', async () => {
    const second = await lostBesideDoubt();
    await disk.store.settle([ended(second, 'failed', { route: 'modem-1', at: T0 + 40_000 })]);
    expect(await stateOf(second)).toBe('undelivered');
  });

  test('that are negative do not end a message of two parts before the later attempt surely has a part missing', async () => {
    const second = await lostBesideDoubt({ parts: 2 });
    await disk.store.settle([acceptedLate(second, freshRef(), { route: 'modem-1' })]);
    expect(await stateOf(second)).toBe('sent');
    await disk.store.settle([
      ended(second, 'failed', { key: keyOf(second, 2), route: 'modem-1', at: T0 + 40_000 }),
    ]);
    expect(await stateOf(second)).toBe('undelivered');
  });

  test('that are negative leave a message unconfirmed, and say why, if no answer comes to the later attempt', async () => {
    const second = await lostBesideDoubt();
    await disk.store.giveUp(0, T0 + 2 * HOUR_MS, T0 + 3 * HOUR_MS);
    expect(await disk.store.get(second.id)).toMatchObject({
      state: 'unconfirmed',
      reason: 'one attempt could not be delivered, and another may have arrived',
    });
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
