import { describe, expect, test } from 'vitest';
import type { NewMessage } from '../../../../src/domain/messages/message.ts';
import type { Claimed } from '../../../../src/domain/messages/queue.ts';
import {
  accepted,
  acceptedLate,
  claimedOf,
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
import { withTwoAttempts } from '../../../support/store/two-attempts.ts';

const { disk, stateOf } = sharedStoreWithReceipts();
const { twoAttempts, claimAgain, claimBy } = withTwoAttempts(disk);

/** What the second route did, or did not do. */
const BY_MODEM = { route: 'modem-1', at: T0 + 31_000 } as const;

const noAnswer = (second: Claimed) =>
  Array.from({ length: second.parts }, (_, index) =>
    unanswered(second, { ...BY_MODEM, key: keyOf(second, index + 1) }),
  );
/** The second attempt has no answer, and is to be made again. */
const inDoubt = (second: Claimed) => [
  ...noAnswer(second),
  requeued(second, { ...BY_MODEM, dueAt: T0 + 31_000, possibleDuplicate: true }),
];
const lost = (given: readonly string[]) =>
  disk.store.record(
    given.map((ref) => negative(ref)),
    T0 + 32_000,
  );
/** A receipt whose id nobody knows, so that only its recipient says for which message it is. */
const named = ({ to }: Claimed) => ({ route: 'modem-1', carrier: 'modem-1', to });

/** The message waits for its third attempt: the first is lost, and the second has no answer. */
const queuedBesideDoubt = async () => {
  const both = await twoAttempts();
  const second = await claimAgain(both);
  await lost(both.given);
  await disk.store.settle(inDoubt(second));
  expect(await stateOf(second)).toBe('queued');
  return second;
};

/** The message is sent by its first attempt, which is lost then, while the second has no answer. */
const sentBesideDoubt = async (own: Partial<NewMessage> = {}) => {
  const both = await twoAttempts(own);
  const second = await claimAgain(both);
  await disk.store.settle(inDoubt(second));
  expect(await stateOf(second)).toBe('sent');
  await lost(both.given);
  expect(await stateOf(second)).toBe('sent');
  return second;
};

describe('a message whose first attempt is lost while the second has no answer', () => {
  test('is sent a third time if it waits', async () => {
    const second = await queuedBesideDoubt();
    expect((await claimBy(second, 'carrier-a', T0 + 40_000)).attempt).toBe(3);
  });

  test.each([1, 2])(
    'is delivered by the receipts of the second, also if it has %i parts and went back to the first',
    async (parts) => {
      const second = await sentBesideDoubt({ parts });
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

  test('is unconfirmed, and says why, if no answer ever comes', async () => {
    const second = await sentBesideDoubt();
    await disk.store.giveUp(0, T0 + 2 * HOUR_MS, T0 + 3 * HOUR_MS);
    expect(await disk.store.get(second.id)).toMatchObject({
      state: 'unconfirmed',
      reason: 'one attempt could not be delivered, and another may have arrived',
    });
  });

  test('is not undelivered after a receipt for each part of the second, which only its recipient tells', async () => {
    const both = await twoAttempts({ parts: 2 });
    const second = await claimAgain(both);
    await disk.store.settle(inDoubt(second));
    const unknown = [receipt(freshRef(), named(second)), receipt(freshRef(), named(second))];
    const kinds = (await disk.store.record(unknown, T0 + 31_500)).map(({ kind }) => kind);
    expect(kinds).toEqual(['matchedByRecipient', 'matchedByRecipient']);
    await lost(both.given);
    expect(await stateOf(second)).toBe('sent');
  });

  test('goes on with the rest of the second, though the first is accepted whole after all', async () => {
    const { first, given } = await twoAttempts({ parts: 2 });
    const [one = '', two = ''] = given;
    await disk.store.settle([acceptedLate(first, one)]);
    const second = await claimBy(first, 'modem-1', T0 + 30_000);
    await lost([one]);
    const rest = { parts: [2], accepted: [1], since: T0 + 30_000 };
    await disk.store.settle([
      accepted(second, freshRef(), { ...BY_MODEM, whole: false }),
      requeued(second, { ...BY_MODEM, key: keyOf(second, 2), reservedUntil: T0 + HOUR_MS, rest }),
    ]);
    await disk.store.settle([acceptedLate(first, two, { part: 2 })]);
    expect(await stateOf(first)).toBe('queued');
  });

  test('is sent a third time, though the late answer to the first names a receipt that has come before', async () => {
    const { first, given, answer } = await twoAttempts();
    const second = await claimBy(first, 'modem-1', T0 + 30_000);
    await lost(given);
    await disk.store.settle(inDoubt(second));
    await answer();
    expect(await stateOf(first)).toBe('queued');
  });
});

describe('a late answer to the first attempt, while the second has none,', () => {
  test('takes no receipt that came before the first attempt was claimed, though the carrier gave the same id then', async () => {
    const ref = freshRef();
    await disk.store.record([negative(ref)], T0 + HOUR_MS);
    const dueAt = T0 + 2 * HOUR_MS;
    const first = await claimedOf(disk.store, { onUncertain: 'resend', dueAt, validUntil: dueAt + HOUR_MS });
    const at = dueAt + 10_000;
    await disk.store.settle([
      unanswered(first, { at }),
      requeued(first, { at, dueAt: at, possibleDuplicate: true }),
    ]);
    const second = await claimBy(first, 'modem-1', dueAt + 20_000);
    await disk.store.settle(inDoubt(second));
    await disk.store.settle([acceptedLate(first, ref, { at: dueAt + 40_000 })]);
    expect(await stateOf(first)).toBe('sent');
    await disk.store.record([receipt(ref)], dueAt + 50_000);
    expect(await stateOf(first)).toBe('delivered');
  });

  test('ends it as undelivered if a negative receipt names it, and the rest of the second can leave no more', async () => {
    const { first, given, answer } = await twoAttempts({ parts: 2 });
    const second = await claimBy(first, 'modem-1', T0 + 30_000);
    const rest = { parts: [2], accepted: [1], since: T0 + 30_000 };
    await disk.store.settle([
      accepted(second, freshRef(), { ...BY_MODEM, whole: false }),
      requeued(second, { ...BY_MODEM, key: keyOf(second, 2), reservedUntil: T0 + HOUR_MS, rest }),
    ]);
    await disk.store.expireQueued(0, T0 + 2 * HOUR_MS);
    expect(await stateOf(first)).toBe('uncertain');
    await lost(given);
    await answer();
    expect(await stateOf(first)).toBe('undelivered');
  });
});

describe('a message whose first attempt is lost is undelivered as soon as', () => {
  test('the second is undelivered too', async () => {
    const second = await sentBesideDoubt();
    const ref = freshRef();
    await disk.store.settle([acceptedLate(second, ref, { route: 'modem-1' })]);
    await disk.store.record([negative(ref)], T0 + 40_000);
    expect(await stateOf(second)).toBe('undelivered');
  });

  test('a receipt which only its recipient tells says so of the second', async () => {
    const second = await sentBesideDoubt();
    await disk.store.record([negative(freshRef(), named(second))], T0 + 40_000);
    expect(await stateOf(second)).toBe('undelivered');
  });

  test('the second is refused late', async () => {
    const second = await sentBesideDoubt();
    await disk.store.settle([ended(second, 'failed', BY_MODEM)]);
    expect(await stateOf(second)).toBe('undelivered');
  });

  test('the second is put off late, when its wait for an answer was over', async () => {
    const both = await twoAttempts();
    const second = await claimAgain(both);
    await disk.store.settle([...noAnswer(second), ended(second, 'uncertain', BY_MODEM)]);
    await lost(both.given);
    expect(await stateOf(second)).toBe('sent');
    await disk.store.settle([requeued(second, BY_MODEM)]);
    expect(await stateOf(second)).toBe('undelivered');
  });

  test('the second is put off late, while the message waits for its third attempt', async () => {
    const second = await queuedBesideDoubt();
    const { reason, evidence } = requeued(second);
    const key = keyOf(second);
    await disk.store.settle([{ kind: 'noted', key, ...BY_MODEM, reason, evidence, nothingTaken: true }]);
    expect(await stateOf(second)).toBe('undelivered');
  });

  test('the second is refused late, after the third was refused for good', async () => {
    const second = await queuedBesideDoubt();
    const third = await claimBy(second, 'carrier-a', T0 + 40_000);
    await disk.store.settle([ended(third, 'failed', { at: T0 + 41_000 })]);
    expect(await stateOf(second)).toBe('uncertain');
    await disk.store.settle([ended(second, 'failed', { ...BY_MODEM, at: T0 + 42_000 })]);
    expect(await stateOf(second)).toBe('undelivered');
  });

  test('one part of the second is surely missing', async () => {
    const second = await sentBesideDoubt({ parts: 2 });
    await disk.store.settle([acceptedLate(second, freshRef(), { route: 'modem-1' })]);
    expect(await stateOf(second)).toBe('sent');
    await disk.store.settle([ended(second, 'failed', { ...BY_MODEM, key: keyOf(second, 2) })]);
    expect(await stateOf(second)).toBe('undelivered');
  });
});

test('a message of one attempt, of which one part is lost, is not said to have another attempt', async () => {
  const message = await claimedOf(disk.store, { parts: 2 });
  const ref = freshRef();
  await disk.store.settle([
    accepted(message, ref, { whole: false }),
    unanswered(message, { key: keyOf(message, 2) }),
  ]);
  await disk.store.record([receipt(freshRef(), { to: message.to })], T0 + 11_000);
  expect(await stateOf(message)).toBe('sent');
  await lost([ref]);
  await disk.store.giveUp(0, T0 + 2 * HOUR_MS, T0 + 3 * HOUR_MS);
  expect(await disk.store.get(message.id)).toMatchObject({
    state: 'unconfirmed',
    reason: expect.not.stringContaining('attempt'),
  });
});
