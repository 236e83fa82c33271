import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  accepted,
  claimedOf,
  claimRequest,
  freshLane,
  HOUR_MS,
  newMessage,
  receipt,
  requeued,
  T0,
} from '../../../support/store/messages.ts';
import { StoreOnDisk } from '../../../support/store/store-on-disk.ts';

let disk: StoreOnDisk;
beforeEach(async () => {
  disk = await StoreOnDisk.open();
});
afterEach(() => disk.remove());

const END = T0 + 10_000;
const stateOf = async ({ id }: Pick<ReturnType<typeof newMessage>, 'id'>) =>
  (await disk.store.get(id))?.state;

describe('a queued message past its validity', () => {
  test('expires, with the reason and the time at which the watchdog found it', async () => {
    const message = newMessage({ validUntil: END });
    await disk.store.enqueue([message]);
    await disk.store.expireQueued(0, END + 5);
    expect(await disk.store.get(message.id)).toMatchObject({
      state: 'expired',
      reason: 'its validity ended before any route took it',
      finalAt: END + 5,
    });
  });

  test('expires from the same millisecond on from which no claim takes it', async () => {
    const message = newMessage({ validUntil: END, lane: freshLane() });
    await disk.store.enqueue([message]);
    expect(await disk.store.expireQueued(0, END - 1)).toEqual({ ended: [], more: false });
    expect((await disk.store.claim(claimRequest(message.lane, { now: END }))).claimed).toEqual([]);
    expect((await disk.store.expireQueued(0, END)).ended).toHaveLength(1);
  });

  test('is counted by class, so that the send loop can correct its counts', async () => {
    const lane = freshLane();
    const other = freshLane();
    await disk.store.enqueue([
      newMessage({ lane, validUntil: END }),
      newMessage({ lane, validUntil: END }),
      newMessage({ lane, validUntil: END, priority: 'critical' }),
      newMessage({ lane: other, validUntil: END }),
      newMessage({ lane: other, validUntil: END + 1 }),
    ]);
    const { ended } = await disk.store.expireQueued(0, END);
    expect(ended).toHaveLength(3);
    expect(ended).toEqual(
      expect.arrayContaining([
        { lane, priority: 'normal', messages: 2 },
        { lane, priority: 'critical', messages: 1 },
        { lane: other, priority: 'normal', messages: 1 },
      ]),
    );
  });

  test('ends as uncertain when an earlier attempt may have arrived: "expired" would say that nothing went out', async () => {
    const message = await claimedOf(disk.store, { onUncertain: 'resend', validUntil: END });
    await disk.store.settle([requeued(message, { possibleDuplicate: true })]);
    const { ended } = await disk.store.expireQueued(0, END);
    expect(ended).toEqual([{ lane: message.lane, priority: 'normal', messages: 1 }]);
    expect(await disk.store.get(message.id)).toMatchObject({
      state: 'uncertain',
      // The message was not sent again, so it cannot be on the phone twice.
      possibleDuplicate: false,
      finalAt: END,
    });
  });

  test('ends at once when it is put back after its deadline, which the watchdog has already passed', async () => {
    const unsent = await claimedOf(disk.store, { validUntil: END });
    const doubtful = await claimedOf(disk.store, { onUncertain: 'resend', validUntil: END });
    await disk.store.settle([
      requeued(unsent, { at: END }),
      requeued(doubtful, { at: END, possibleDuplicate: true }),
    ]);
    expect(await disk.store.get(unsent.id)).toMatchObject({ state: 'expired', finalAt: END });
    expect(await disk.store.get(doubtful.id)).toMatchObject({ state: 'uncertain', finalAt: END });
  });

  test('expires when it was put back because it was surely not sent', async () => {
    const message = await claimedOf(disk.store, { validUntil: END });
    await disk.store.settle([requeued(message)]);
    await disk.store.expireQueued(0, END);
    expect(await stateOf(message)).toBe('expired');
  });

  test('is ended with at most a thousand others in one call, which says whether there are more', async () => {
    await disk.store.enqueue(Array.from({ length: 2500 }, () => newMessage({ validUntil: END })));
    const rounds: [number, boolean][] = [];
    for (let more = true; more; ) {
      const result = await disk.store.expireQueued(0, END);
      rounds.push([result.ended.reduce((sum, { messages }) => sum + messages, 0), result.more]);
      more = result.more;
    }
    expect(rounds).toEqual([
      [1000, true],
      [1000, true],
      [500, false],
    ]);
  });

  test('is looked for only after the deadline that the last search reached', async () => {
    const message = newMessage({ validUntil: END });
    await disk.store.enqueue([message]);
    await disk.store.expireQueued(END, END + HOUR_MS);
    expect(await stateOf(message)).toBe('queued');
    await disk.store.expireQueued(END - 1, END + HOUR_MS);
    expect(await stateOf(message)).toBe('expired');
  });
});

describe('a message that was handed to a route, past its validity', () => {
  test('does not expire: the carrier may yet deliver it', async () => {
    const sending = await claimedOf(disk.store, { validUntil: END });
    const sent = await claimedOf(disk.store, { validUntil: END });
    await disk.store.settle([accepted(sent, 'deadline-1')]);
    expect(await disk.store.expireQueued(0, END + HOUR_MS)).toEqual({ ended: [], more: false });
    expect(await stateOf(sending)).toBe('sending');
    expect(await stateOf(sent)).toBe('sent');
  });

  test('is given up after the grace: unconfirmed if a carrier accepted it, uncertain if there was no answer', async () => {
    const sending = await claimedOf(disk.store, { validUntil: END });
    const sent = await claimedOf(disk.store, { validUntil: END });
    const queued = newMessage({ validUntil: END });
    await disk.store.enqueue([queued]);
    await disk.store.settle([accepted(sent, 'deadline-2')]);
    expect(await disk.store.giveUp(0, END - 1, END + HOUR_MS)).toEqual({ ended: 0, more: false });
    expect(await disk.store.giveUp(0, END, END + HOUR_MS)).toEqual({ ended: 2, more: false });
    expect(await disk.store.get(sending.id)).toMatchObject({
      state: 'uncertain',
      reason: 'handed over, and no answer ever came',
      finalAt: END + HOUR_MS,
    });
    expect(await disk.store.get(sent.id)).toMatchObject({
      state: 'unconfirmed',
      reason: 'no receipt came in time',
      finalAt: END + HOUR_MS,
    });
    expect(await stateOf(queued)).toBe('queued');
  });

  test('is not changed when it is already final', async () => {
    const message = await claimedOf(disk.store, { validUntil: END });
    await disk.store.settle([accepted(message, 'deadline-3')]);
    await disk.store.record([receipt('deadline-3')], T0 + 5);
    expect(await disk.store.giveUp(0, END, END + HOUR_MS)).toEqual({ ended: 0, more: false });
    expect(await disk.store.get(message.id)).toMatchObject({ state: 'delivered', finalAt: T0 + 5 });
  });
});

describe('cancelling a message', () => {
  test('takes the message out of the queue, scheduled or not, so that it is never claimed', async () => {
    const lane = freshLane();
    const now = newMessage({ lane, priority: 'high' });
    const later = newMessage({ lane, dueAt: T0 + 5000 });
    await disk.store.enqueue([now, later]);
    expect(await disk.store.cancel(now.id, T0 + 1)).toEqual({ kind: 'cancelled', lane, priority: 'high' });
    expect(await disk.store.cancel(later.id, T0 + 1)).toEqual({
      kind: 'cancelled',
      lane,
      priority: 'normal',
    });
    expect(await disk.store.get(now.id)).toMatchObject({
      state: 'cancelled',
      reason: 'withdrawn',
      finalAt: T0 + 1,
    });
    for (const priority of ['high', 'normal'] as const) {
      const { claimed } = await disk.store.claim(claimRequest(lane, { priority, now: T0 + 6000 }));
      expect(claimed).toEqual([]);
    }
    expect(await disk.store.counts()).toEqual([]);
  });

  test('comes too late once a route has claimed the message, and changes nothing', async () => {
    const message = await claimedOf(disk.store);
    expect(await disk.store.cancel(message.id, T0 + 5)).toEqual({ kind: 'tooLate' });
    expect(await stateOf(message)).toBe('sending');
    await disk.store.settle([accepted(message, 'cancel-1')]);
    expect(await disk.store.cancel(message.id, T0 + 5)).toEqual({ kind: 'tooLate' });
    expect(await stateOf(message)).toBe('sent');
  });

  test('comes too late when the message waits to be sent again and an earlier attempt may have arrived', async () => {
    const message = await claimedOf(disk.store, { onUncertain: 'resend' });
    await disk.store.settle([requeued(message, { possibleDuplicate: true })]);
    expect(await disk.store.cancel(message.id, T0 + 5)).toEqual({ kind: 'tooLate' });
    expect(await stateOf(message)).toBe('queued');
  });

  test('is possible when the message was put back into the queue because it was surely not sent', async () => {
    const message = await claimedOf(disk.store);
    await disk.store.settle([requeued(message)]);
    expect(await disk.store.cancel(message.id, T0 + 5)).toMatchObject({ kind: 'cancelled' });
  });

  test('comes too late when the message is final, even if it is final because it was cancelled', async () => {
    const message = newMessage();
    await disk.store.enqueue([message]);
    await disk.store.cancel(message.id, T0 + 1);
    expect(await disk.store.cancel(message.id, T0 + 9)).toEqual({ kind: 'tooLate' });
    expect(await disk.store.get(message.id)).toMatchObject({ state: 'cancelled', finalAt: T0 + 1 });
  });

  test('by an id that no message has is answered with unknown', async () => {
    expect(await disk.store.cancel(newMessage().id, T0)).toEqual({ kind: 'unknown' });
  });

  test('and claiming the message at the same time: exactly one of the two succeeds', async () => {
    for (let round = 0; round < 20; round++) {
      const message = newMessage({ lane: freshLane() });
      await disk.store.enqueue([message]);
      const cancelling = () => disk.store.cancel(message.id, T0 + 1);
      const claiming = () => disk.store.claim(claimRequest(message.lane));
      const [cancelled, { claimed }] =
        round % 2 === 0
          ? await Promise.all([cancelling(), claiming()])
          : ((await Promise.all([claiming(), cancelling()])).toReversed() as never);
      expect((cancelled.kind === 'cancelled') !== (claimed.length === 1)).toBe(true);
    }
  });
});
