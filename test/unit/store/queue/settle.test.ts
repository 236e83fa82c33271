import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FOREVER } from '../../../../src/domain/messages/queue.ts';
import {
  accepted,
  acceptedLate,
  claimedOf,
  claimRequest,
  ended,
  HOUR_MS,
  keyOf,
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

let refs = 0;
const freshRef = (): string => `settled-${++refs}`;

/** A message whose second attempt, by carrier-b, may double the first. */
const secondAttempt = async () => {
  const first = await claimedOf(disk.store, { onUncertain: 'resend' });
  await disk.store.settle([requeued(first, { possibleDuplicate: true })]);
  const { claimed } = await disk.store.claim(claimRequest(first.lane, { route: 'carrier-b', now: T0 + 10 }));
  const [second] = claimed;
  if (second === undefined) throw new Error('the second attempt was not claimed');
  return { first, second };
};

describe('the acceptance of a part', () => {
  test('that completes the attempt makes the message sent', async () => {
    const message = await claimedOf(disk.store);
    await disk.store.settle([accepted(message, freshRef(), { at: T0 + 7 })]);
    expect(await disk.store.get(message.id)).toMatchObject({
      state: 'sent',
      sentAt: T0 + 7,
      finalAt: undefined,
      route: 'carrier-a',
      reason: undefined,
    });
  });

  test('leaves the message sending while other parts have no answer', async () => {
    const message = await claimedOf(disk.store, { parts: 2 });
    await disk.store.settle([accepted(message, freshRef(), { whole: false })]);
    expect(await disk.store.get(message.id)).toMatchObject({ state: 'sending', sentAt: undefined });
    await disk.store.settle([accepted(message, freshRef(), { part: 2 })]);
    expect(await disk.store.get(message.id)).toMatchObject({ state: 'sent' });
  });

  test('is counted for its route on the day of the acceptance', async () => {
    const day = 40 * 86_400_000;
    const message = await claimedOf(disk.store, { parts: 2 });
    const other = await claimedOf(disk.store);
    const own = { route: 'counted', at: T0 + day };
    await disk.store.settle([
      accepted(message, freshRef(), { ...own, whole: false }),
      accepted(message, freshRef(), { ...own, part: 2 }),
      accepted(other, freshRef(), { ...own, route: 'counted-too' }),
    ]);
    const today = await disk.store.acceptedToday(T0 + day + 3_600_000);
    expect(today.get('counted')).toBe(2);
    expect(today.get('counted-too')).toBe(1);
    expect((await disk.store.acceptedToday(T0 + day + 86_400_000)).get('counted')).toBeUndefined();
  });

  test('that is written twice, as after a disk failure, is recorded once', async () => {
    const message = await claimedOf(disk.store);
    const ref = freshRef();
    await disk.store.settle([accepted(message, ref)]);
    await disk.store.settle([accepted(message, ref)]);
    expect(await disk.store.record([receipt(ref)], T0 + 50)).toEqual([{ kind: 'matched', ref }]);
    expect(await disk.store.get(message.id)).toMatchObject({ state: 'delivered' });
  });
});

describe('a message that is put back into the queue', () => {
  test('keeps the reason, and is marked as a possible duplicate only once it is sent again although it may have arrived', async () => {
    const plain = await claimedOf(disk.store);
    const doubtful = await claimedOf(disk.store);
    await disk.store.settle([
      requeued(plain, { reason: 'the carrier says slower' }),
      requeued(doubtful, { possibleDuplicate: true }),
    ]);
    expect(await disk.store.get(plain.id)).toMatchObject({
      state: 'queued',
      reason: 'the carrier says slower',
      possibleDuplicate: false,
    });
    expect(await disk.store.get(doubtful.id)).toMatchObject({ state: 'queued', possibleDuplicate: false });
    await disk.store.claim(claimRequest(doubtful.lane, { now: T0 + 10 }));
    expect(await disk.store.get(doubtful.id)).toMatchObject({ state: 'sending', possibleDuplicate: true });
  });

  test('is not marked as a possible duplicate if a late answer says, before it is sent again, that nothing was taken', async () => {
    const doubtful = await claimedOf(disk.store);
    await disk.store.settle([
      requeued(doubtful, { possibleDuplicate: true }),
      {
        kind: 'noted',
        key: keyOf(doubtful),
        route: 'carrier-a',
        at: T0 + 5,
        reason: 'late answer: the carrier says slower',
        evidence: '',
        nothingTaken: true,
      },
    ]);
    await disk.store.claim(claimRequest(doubtful.lane, { now: T0 + 10 }));
    expect(await disk.store.get(doubtful.id)).toMatchObject({ state: 'sending', possibleDuplicate: false });
  });

  test('expires, and is not uncertain, if a late answer says after its validity that nothing was taken', async () => {
    const held = await claimedOf(disk.store, { validUntil: T0 + 10 });
    const rest = { parts: [1], since: T0 };
    await disk.store.settle([
      requeued(held, { at: T0 + 5, dueAt: T0 + 6, rest, reservedUntil: FOREVER }),
      {
        kind: 'noted',
        key: keyOf(held),
        route: 'carrier-a',
        at: T0 + 20,
        reason: 'late answer: the carrier says slower',
        evidence: '',
        nothingTaken: true,
      },
    ]);
    await disk.store.expireQueued(0, T0 + 30);
    expect(await disk.store.get(held.id)).toMatchObject({ state: 'expired' });
  });

  test('takes no receipt for its recipient once a late answer has refused the message', async () => {
    const { id, to, ...message } = await claimedOf(disk.store);
    await disk.store.settle([
      unanswered({ id, ...message }),
      ended({ id, ...message }, 'uncertain'),
      requeued({ id, to, ...message }, { at: T0 + 20_000, dueAt: T0 + HOUR_MS }),
    ]);
    const told = receipt('of-a-stranger', { to });
    expect(await disk.store.record([told], T0 + 21_000)).toEqual([{ kind: 'kept', reason: 'unknown' }]);
    expect(await disk.store.get(id)).toMatchObject({ state: 'queued' });
  });

  test('stays marked as a possible duplicate whatever happens afterwards', async () => {
    const { second } = await secondAttempt();
    await disk.store.settle([requeued(second, { possibleDuplicate: false })]);
    const { claimed } = await disk.store.claim(claimRequest(second.lane, { now: T0 + 10 }));
    await disk.store.settle(claimed.map((one) => accepted(one, freshRef())));
    expect(await disk.store.get(second.id)).toMatchObject({ state: 'sent', possibleDuplicate: true });
  });

  test('by an older attempt does not change the newer attempt', async () => {
    const { first, second } = await secondAttempt();
    await disk.store.settle([requeued(first)]);
    expect(await disk.store.get(second.id)).toMatchObject({ state: 'sending', route: 'carrier-b' });
  });

  test('after it was sent stays sent', async () => {
    const message = await claimedOf(disk.store);
    await disk.store.settle([accepted(message, freshRef()), requeued(message)]);
    expect(await disk.store.get(message.id)).toMatchObject({ state: 'sent' });
  });
});

describe('the end of an attempt', () => {
  test.each(['failed', 'undelivered', 'uncertain', 'expired'] as const)(
    'ends its message as %s, with the reason and the time',
    async (state) => {
      const message = await claimedOf(disk.store);
      await disk.store.settle([ended(message, state, { at: T0 + 9, reason: 'because' })]);
      expect(await disk.store.get(message.id)).toMatchObject({
        state,
        reason: 'because',
        finalAt: T0 + 9,
        sentAt: undefined,
      });
    },
  );

  test('after which a second attempt was made does not end the message: a late refusal does not fail the second attempt', async () => {
    const { first, second } = await secondAttempt();
    await disk.store.settle([ended(first, 'failed', { reason: 'the number is wrong, said too late' })]);
    expect(await disk.store.get(second.id)).toMatchObject({ state: 'sending' });
    const ref = freshRef();
    await disk.store.settle([accepted(second, ref, { route: 'carrier-b' })]);
    await disk.store.record([receipt(ref)], T0 + 50);
    expect(await disk.store.get(second.id)).toMatchObject({ state: 'delivered' });
    const reasons = (await disk.store.timeline(second.id)).map(({ reason }) => reason);
    expect(reasons).toContain('the number is wrong, said too late');
  });

  test('by a late refusal fails a message that waits to be sent again', async () => {
    const message = await claimedOf(disk.store, { onUncertain: 'resend' });
    await disk.store.settle([requeued(message, { possibleDuplicate: true })]);
    await disk.store.settle([ended(message, 'failed', { at: T0 + 30 })]);
    expect(await disk.store.get(message.id)).toMatchObject({ state: 'failed', finalAt: T0 + 30 });
  });
});

describe('a late answer', () => {
  test('makes an uncertain message sent', async () => {
    const message = await claimedOf(disk.store);
    await disk.store.settle([ended(message, 'uncertain')]);
    await disk.store.settle([acceptedLate(message, freshRef(), { at: T0 + 30_000 })]);
    expect(await disk.store.get(message.id)).toMatchObject({
      state: 'sent',
      sentAt: T0 + 30_000,
      finalAt: undefined,
    });
  });

  test('makes the message sent only once every part is accepted', async () => {
    const message = await claimedOf(disk.store, { parts: 3 });
    await disk.store.settle([
      accepted(message, freshRef(), { whole: false }),
      ended(message, 'uncertain', { key: keyOf(message, 2) }),
    ]);
    await disk.store.settle([acceptedLate(message, freshRef(), { part: 2 })]);
    expect(await disk.store.get(message.id)).toMatchObject({ state: 'uncertain' });
    await disk.store.settle([acceptedLate(message, freshRef(), { part: 3 })]);
    expect(await disk.store.get(message.id)).toMatchObject({ state: 'sent' });
  });

  test('to an older attempt leaves the newer attempt being sent, and the older one’s receipt delivers the message', async () => {
    const { first, second } = await secondAttempt();
    const ref = freshRef();
    await disk.store.settle([acceptedLate(first, ref)]);
    expect(await disk.store.get(second.id)).toMatchObject({ state: 'sending' });
    await disk.store.record([receipt(ref)], T0 + 50_000);
    expect(await disk.store.get(second.id)).toMatchObject({ state: 'delivered' });
    await disk.store.settle([accepted(second, freshRef(), { route: 'carrier-b', at: T0 + 50_001 })]);
    expect(await disk.store.get(second.id)).toMatchObject({ state: 'delivered', finalAt: T0 + 50_000 });
  });

  test('applies the receipt that came long before the answer', async () => {
    const message = await claimedOf(disk.store);
    const ref = freshRef();
    await disk.store.settle([ended(message, 'uncertain')]);
    await disk.store.record([receipt(ref)], T0 + 10);
    await disk.store.settle([acceptedLate(message, ref)]);
    expect(await disk.store.get(message.id)).toMatchObject({ state: 'delivered' });
  });
});

describe('a settlement of the kind "noted"', () => {
  test('adds evidence to the timeline, and changes no state', async () => {
    const message = await claimedOf(disk.store);
    await disk.store.settle([
      {
        kind: 'noted',
        key: keyOf(message),
        route: 'carrier-a',
        at: T0 + 5,
        reason: 'uncertain: no answer in time',
        evidence: 'submit_sm 17',
      },
    ]);
    expect(await disk.store.get(message.id)).toMatchObject({ state: 'sending', reason: undefined });
    expect(await disk.store.timeline(message.id)).toContainEqual({
      at: T0 + 5,
      from: 'sending',
      to: 'sending',
      route: 'carrier-a',
      part: 1,
      reason: 'uncertain: no answer in time',
      evidence: 'submit_sm 17',
    });
  });
});
