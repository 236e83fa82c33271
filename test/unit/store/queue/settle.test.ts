import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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

describe('an accepted part', () => {
  test('that makes the attempt whole makes the message sent', async () => {
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

  test('counts for its route on the day on which it was accepted', async () => {
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

  test('that is written twice, as after a failure of the disk, is one part', async () => {
    const message = await claimedOf(disk.store);
    const ref = freshRef();
    await disk.store.settle([accepted(message, ref)]);
    await disk.store.settle([accepted(message, ref)]);
    expect(await disk.store.record([receipt(ref)], T0 + 50)).toEqual([{ kind: 'matched', ref }]);
    expect(await disk.store.get(message.id)).toMatchObject({ state: 'delivered' });
  });
});

describe('a message put back', () => {
  test('is queued with the reason why, and marked once it is sent again though it may arrive twice', async () => {
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

  test('is not marked when a late answer said before it was sent again that nothing was taken', async () => {
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

  test('takes no receipt for its recipient once a late answer has refused it', async () => {
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

  test('stays marked as a possible duplicate whatever comes after', async () => {
    const { second } = await secondAttempt();
    await disk.store.settle([requeued(second, { possibleDuplicate: false })]);
    const { claimed } = await disk.store.claim(claimRequest(second.lane, { now: T0 + 10 }));
    await disk.store.settle(claimed.map((one) => accepted(one, freshRef())));
    expect(await disk.store.get(second.id)).toMatchObject({ state: 'sent', possibleDuplicate: true });
  });

  test('by an older attempt changes nothing of the newer one', async () => {
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

describe('an ended attempt', () => {
  test.each(['failed', 'undelivered', 'uncertain', 'expired'] as const)(
    'ends its message as %s, with reason and time',
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

  test('that another has followed does not end its message: a late refusal fails no second attempt', async () => {
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

  test('that was put back and waits can still be refused late: its message fails before it is sent again', async () => {
    const message = await claimedOf(disk.store, { onUncertain: 'resend' });
    await disk.store.settle([requeued(message, { possibleDuplicate: true })]);
    await disk.store.settle([ended(message, 'failed', { at: T0 + 30 })]);
    expect(await disk.store.get(message.id)).toMatchObject({ state: 'failed', finalAt: T0 + 30 });
  });
});

describe('an answer that comes too late', () => {
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

  test('of an older attempt leaves the newer one under way, and its receipt still delivers', async () => {
    const { first, second } = await secondAttempt();
    const ref = freshRef();
    await disk.store.settle([acceptedLate(first, ref)]);
    expect(await disk.store.get(second.id)).toMatchObject({ state: 'sending' });
    await disk.store.record([receipt(ref)], T0 + 50_000);
    expect(await disk.store.get(second.id)).toMatchObject({ state: 'delivered' });
    await disk.store.settle([accepted(second, freshRef(), { route: 'carrier-b', at: T0 + 50_001 })]);
    expect(await disk.store.get(second.id)).toMatchObject({ state: 'delivered', finalAt: T0 + 50_000 });
  });

  test('applies the receipt that came long before it', async () => {
    const message = await claimedOf(disk.store);
    const ref = freshRef();
    await disk.store.settle([ended(message, 'uncertain')]);
    await disk.store.record([receipt(ref)], T0 + 10);
    await disk.store.settle([acceptedLate(message, ref)]);
    expect(await disk.store.get(message.id)).toMatchObject({ state: 'delivered' });
  });
});

describe('a note', () => {
  test('is evidence in the timeline, and changes no state', async () => {
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
