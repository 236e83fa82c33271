import { describe, expect, test } from 'vitest';
import type { Claimed, Settlement } from '../../../../src/domain/messages/queue.ts';
import {
  accepted,
  acceptedLate,
  claimedOf,
  claimRequest,
  ended,
  HOUR_MS,
  receipt,
  requeued,
  T0,
  unanswered,
} from '../../../support/store/messages.ts';
import { freshRef, sharedStoreWithPhone } from '../../../support/store/shared-store.ts';

const { disk, phone, stateOf, givenUp } = sharedStoreWithPhone();
const B = { route: 'carrier-b', carrier: 'carrier-b' };

/** The next attempt at a message that waits in the queue. */
const claimAgain = async ({ lane }: Claimed, route: string): Promise<Claimed> => {
  const { claimed } = await disk.store.claim(claimRequest(lane, { route, now: T0 + 16_000 }));
  const [second] = claimed;
  if (second === undefined) throw new Error('the second attempt was not claimed');
  return second;
};

/** Two attempts at a message, of which carrier-a has not answered the first, and `route` has the second. */
const twice = async (route = 'carrier-a') => {
  const first = await givenUp({ onUncertain: 'resend' });
  await disk.store.settle([requeued(first, { at: T0 + 15_000, possibleDuplicate: true })]);
  return { first, second: await claimAgain(first, route) };
};

/** A message that its first attempt has delivered, while carrier-a has the second one. */
const deliveredByFirst = async () => {
  const both = await twice();
  const ref = freshRef();
  await disk.store.settle([acceptedLate(both.first, ref, { at: T0 + 17_000 })]);
  await disk.store.record([receipt(ref, { to: phone.to })], T0 + 17_100);
  expect(await stateOf(both.first)).toBe('delivered');
  return both;
};

/** A receipt for the phone, with an id that no answer has named. */
const comes = (own = {}) => disk.store.record([receipt(freshRef(), { to: phone.to, ...own })], T0 + 40_000);
const KEPT = [{ kind: 'kept', reason: 'unknown' }];
const TAKEN = [{ kind: 'matchedByRecipient' }];

describe('an attempt that is under way when a receipt of an earlier one delivers its message', () => {
  test.each([
    ['', false],
    [', also after a restart', true],
  ])('may have its own receipt, which settles no unanswered message to that phone%s', async (_, restarts) => {
    await deliveredByFirst();
    if (restarts) await disk.reopen();
    const other = await givenUp();
    expect(await comes()).toEqual(KEPT);
    expect(await stateOf(other)).toBe('sending');
  });

  test('has its receipt once its answer comes, though the receipt named the phone of another message too', async () => {
    const { second } = await deliveredByFirst();
    const other = await givenUp();
    const ref = freshRef();
    await disk.store.record([receipt(ref, { to: phone.to })], T0 + 40_000);
    await disk.store.settle([accepted(second, ref, { at: T0 + 41_000, single: true })]);
    expect(await comes()).toEqual(TAKEN);
    expect(await stateOf(other)).toBe('delivered');
  });

  test('leaves a receipt for its phone to the only unanswered message once it has its own', async () => {
    const { second } = await deliveredByFirst();
    const ref = freshRef();
    await disk.store.settle([accepted(second, ref, { at: T0 + 18_000, single: true })]);
    const other = await givenUp();
    expect(await comes()).toEqual(KEPT);
    await disk.store.record([receipt(ref, { to: phone.to })], T0 + 41_000);
    expect(await stateOf(other)).toBe('delivered');
  });

  test.each<readonly [string, (second: Claimed) => Settlement]>([
    ['was refused', (second) => ended(second, 'failed', { at: T0 + 18_000 })],
    ['came back without having been taken', (second) => requeued(second, { at: T0 + 18_000 })],
  ])('leaves a receipt for its phone to the only unanswered message once it %s', async (_, settlement) => {
    const { second } = await deliveredByFirst();
    await disk.store.settle([settlement(second)]);
    const other = await givenUp();
    expect(await comes()).toEqual(TAKEN);
    expect(await stateOf(other)).toBe('delivered');
  });

  test('may have its own receipt, if another route has it and its message was settled by its recipient alone', async () => {
    const { first } = await twice(B.route);
    expect(await comes()).toEqual(TAKEN);
    expect(await stateOf(first)).toBe('delivered');
    const other = await claimedOf(disk.store, { to: phone.to }, { route: B.route });
    await disk.store.settle([unanswered(other, { route: B.route })]);
    expect(await comes(B)).toEqual(KEPT);
    expect(await stateOf(other)).toBe('sending');
  });

  test('is known by its answer, if it was claimed after a restart', async () => {
    const first = await givenUp({ onUncertain: 'resend' });
    await disk.store.settle([requeued(first, { at: T0 + 15_000, possibleDuplicate: true })]);
    // The last kept receipt is days old, as it may be where few are kept.
    await disk.store.record([receipt(freshRef())], T0 - 72 * HOUR_MS);
    await disk.reopen();
    const second = await claimAgain(first, B.route);
    expect(await comes()).toEqual(TAKEN);
    const ref = freshRef();
    await disk.store.settle([accepted(second, ref, { ...B, at: T0 + 41_000, single: true })]);
    await disk.store.record([receipt(ref, { ...B, to: phone.to })], T0 + 41_500);
    const other = await claimedOf(disk.store, { to: phone.to }, { route: B.route });
    await disk.store.settle([unanswered(other, { route: B.route })]);
    expect(await comes(B)).toEqual(TAKEN);
    expect(await stateOf(other)).toBe('delivered');
  });
});

test('a message that a route never gave back may have its own receipt, which settles no other message to that phone', async () => {
  const lost = await claimedOf(disk.store, { to: phone.to, validUntil: T0 + HOUR_MS });
  await disk.store.giveUp(T0, T0 + HOUR_MS, T0 + 2 * HOUR_MS);
  expect(await stateOf(lost)).toBe('uncertain');
  const other = await givenUp({ validUntil: T0 + 4 * HOUR_MS });
  expect(await comes()).toEqual(KEPT);
  expect(await stateOf(other)).toBe('sending');
});
