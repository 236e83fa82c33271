import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { NewMessage } from '../../../../src/domain/messages/message.ts';
import { priorities } from '../../../../src/domain/messages/priority.ts';
import type { Claimed } from '../../../../src/domain/messages/queue.ts';
import {
  claimRequest,
  freshLane,
  HOUR_MS,
  newMessage,
  requeued,
  T0,
} from '../../../support/store/messages.ts';
import { StoreOnDisk } from '../../../support/store/store-on-disk.ts';

let disk: StoreOnDisk;
beforeAll(async () => {
  disk = await StoreOnDisk.open();
});
afterAll(() => disk.remove());

const idsOf = (claimed: readonly Pick<Claimed, 'id'>[]) => claimed.map(({ id }) => id);

/** Queues these messages in a lane of their own. */
const queuedTogether = async (...own: Partial<NewMessage>[]) => {
  const lane = freshLane();
  const messages = own.map((one) => newMessage({ lane, ...one }));
  await disk.store.enqueue(messages);
  return { lane, messages, ids: messages.map(({ id }) => id) };
};

describe('a claim', () => {
  test('hands over all that a route needs to send a message, and marks the message on disk as being sent by that route', async () => {
    const { lane, messages } = await queuedTogether({
      text: 'Évacuez 🌊',
      encoding: 'ucs2',
      flash: true,
      priority: 'critical',
      onUncertain: 'resend',
      parts: 2,
    });
    const [message] = messages;
    const { claimed } = await disk.store.claim(claimRequest(lane, { priority: 'critical' }));
    expect(claimed).toEqual([
      {
        id: message?.id,
        to: message?.to,
        from: 'PREFECTURE',
        text: 'Évacuez 🌊',
        priority: 'critical',
        encoding: 'ucs2',
        flash: true,
        parts: 2,
        lane,
        attempt: 1,
        validUntil: T0 + HOUR_MS,
        onUncertain: 'resend',
        concatReference: expect.any(Number),
      },
    ]);
    const [only] = claimed;
    if (only === undefined) return;
    expect(await disk.store.get(only.id)).toMatchObject({
      state: 'sending',
      route: 'carrier-a',
      flash: true,
    });
  });

  test('takes messages by due time, and messages due at the same time in the order of acceptance', async () => {
    const { lane, ids } = await queuedTogether(
      { dueAt: T0 + 5 },
      { dueAt: T0 },
      { dueAt: T0 + 5 },
      { dueAt: T0 + 3 },
    );
    const { claimed } = await disk.store.claim(claimRequest(lane, { now: T0 + 10 }));
    expect(idsOf(claimed)).toEqual([ids[1], ids[3], ids[0], ids[2]]);
  });

  test('takes only the priority that it asks for', async () => {
    const { lane, ids } = await queuedTogether(...priorities.map((priority) => ({ priority })));
    for (const [index, priority] of priorities.entries()) {
      const { claimed } = await disk.store.claim(claimRequest(lane, { priority }));
      expect(idsOf(claimed)).toEqual([ids[index]]);
    }
  });

  test('takes only the lane that it asks for, so that no other lane holds it up', async () => {
    const waiting = await queuedTogether({ dueAt: T0 - 1000 });
    const { lane, ids } = await queuedTogether({});
    const { claimed } = await disk.store.claim(claimRequest(lane));
    expect(idsOf(claimed)).toEqual(ids);
    expect(idsOf((await disk.store.claim(claimRequest(waiting.lane))).claimed)).toEqual(waiting.ids);
  });

  test('counts the parts of messages against its limit, not the messages', async () => {
    const { lane, ids } = await queuedTogether({ parts: 3 }, { parts: 4 }, { parts: 4 }, {});
    const first = await disk.store.claim(claimRequest(lane));
    expect(idsOf(first.claimed)).toEqual([ids[0], ids[1]]);
    expect(first.nextDueAt).toBe(T0);
    expect(idsOf((await disk.store.claim(claimRequest(lane))).claimed)).toEqual([ids[2], ids[3]]);
  });

  test('takes a message with more parts than there is room for alone, rather than never', async () => {
    const { lane, ids } = await queuedTogether({ parts: 40 }, {});
    expect(idsOf((await disk.store.claim(claimRequest(lane))).claimed)).toEqual([ids[0]]);
    expect(idsOf((await disk.store.claim(claimRequest(lane))).claimed)).toEqual([ids[1]]);
  });

  test('never skips a large message to take the small messages behind it', async () => {
    const { lane, ids } = await queuedTogether({ parts: 3 }, { parts: 40 }, {});
    expect(idsOf((await disk.store.claim(claimRequest(lane))).claimed)).toEqual([ids[0]]);
    expect(idsOf((await disk.store.claim(claimRequest(lane))).claimed)).toEqual([ids[1]]);
  });

  test('takes a message once, however many routes claim at the same time', async () => {
    const { lane, ids } = await queuedTogether({}, {}, {});
    const results = await Promise.all(
      ['carrier-a', 'carrier-b', 'modem-1', 'carrier-a'].map((route) =>
        disk.store.claim(claimRequest(lane, { route, maxParts: 1 })),
      ),
    );
    expect(results.flatMap(({ claimed }) => idsOf(claimed)).toSorted()).toEqual(ids.toSorted());
  });

  test('leaves messages that are scheduled for later, and says when the next message is due', async () => {
    const { lane, ids } = await queuedTogether({ dueAt: T0 + 60_000 }, { dueAt: T0 + 30_000 });
    expect(await disk.store.claim(claimRequest(lane, { now: T0 + 29_999 }))).toEqual({
      claimed: [],
      nextDueAt: T0 + 30_000,
    });
    const { claimed, nextDueAt } = await disk.store.claim(claimRequest(lane, { now: T0 + 30_000 }));
    expect(idsOf(claimed)).toEqual([ids[1]]);
    expect(nextDueAt).toBe(T0 + 60_000);
  });

  test('never takes a message whose validity ends at this very millisecond', async () => {
    const { lane, ids } = await queuedTogether({ validUntil: T0 + 1000 }, { validUntil: T0 + 1001 });
    const { claimed, nextDueAt } = await disk.store.claim(claimRequest(lane, { now: T0 + 1000 }));
    expect(idsOf(claimed)).toEqual([ids[1]]);
    expect(nextDueAt).toBeUndefined();
  });

  test('gives no next due time when no message is left', async () => {
    const { lane } = await queuedTogether({});
    expect((await disk.store.claim(claimRequest(lane))).nextDueAt).toBeUndefined();
    expect(await disk.store.claim(claimRequest(lane))).toEqual({ claimed: [], nextDueAt: undefined });
  });
});

describe('a message that was put back into the queue', () => {
  test('has another attempt number each time it is claimed', async () => {
    const { lane } = await queuedTogether({});
    for (let attempt = 1; attempt <= 3; attempt++) {
      const { claimed } = await disk.store.claim(claimRequest(lane, { now: T0 + 10 }));
      expect(claimed.map((one) => one.attempt)).toEqual([attempt]);
      await disk.store.settle(claimed.map((one) => requeued(one)));
    }
  });

  test('is not claimed by the route that it avoids until the set time, but may be claimed by other routes', async () => {
    const { lane, ids } = await queuedTogether({});
    const { claimed } = await disk.store.claim(claimRequest(lane));
    await disk.store.settle(claimed.map((one) => requeued(one, { avoidRouteUntil: T0 + 5000 })));
    const tooEarly = await disk.store.claim(claimRequest(lane, { now: T0 + 4999 }));
    expect(tooEarly).toEqual({ claimed: [], nextDueAt: T0 + 2 });
    const byOther = await disk.store.claim(claimRequest(lane, { route: 'modem-1', now: T0 + 4999 }));
    expect(idsOf(byOther.claimed)).toEqual(ids);
  });

  test('is claimed by the route that it avoided once the set time is over', async () => {
    const { lane, ids } = await queuedTogether({});
    const { claimed } = await disk.store.claim(claimRequest(lane));
    await disk.store.settle(claimed.map((one) => requeued(one, { avoidRouteUntil: T0 + 5000 })));
    const again = await disk.store.claim(claimRequest(lane, { now: T0 + 5000 }));
    expect(idsOf(again.claimed)).toEqual(ids);
  });

  test('is not read again by each claim when many messages avoid the route, and is claimed at most half a second late', async () => {
    const { lane, ids: first } = await queuedTogether(...Array(100).fill({}));
    const refused = await disk.store.claim(claimRequest(lane, { maxParts: 100 }));
    await disk.store.settle(
      refused.claimed.map((one) => requeued(one, { dueAt: T0 - 1000, avoidRouteUntil: T0 + 1000 })),
    );
    const later = Array.from({ length: 100 }, () => newMessage({ lane }));
    await disk.store.enqueue(later);
    const ids = [...first, ...later.map(({ id }) => id)];
    const claimAt = async (now: number, route = 'carrier-a') =>
      idsOf((await disk.store.claim(claimRequest(lane, { now, route, maxParts: 10 }))).claimed);
    expect(await claimAt(T0 + 900)).toEqual(ids.slice(100, 110));
    // The time is over, but the place after them is remembered for half a second, for this route alone.
    expect(await claimAt(T0 + 1399)).toEqual(ids.slice(110, 120));
    expect(await claimAt(T0 + 1399, 'modem-1')).toEqual(ids.slice(0, 10));
    expect(await claimAt(T0 + 1400)).toEqual(ids.slice(10, 20));
  });

  test('is not read again by each claim when all due messages avoid the route', async () => {
    const { lane, ids } = await queuedTogether(...Array(100).fill({}));
    const refused = await disk.store.claim(claimRequest(lane, { maxParts: 100 }));
    await disk.store.settle(refused.claimed.map((one) => requeued(one, { avoidRouteUntil: T0 + 10_000 })));
    const claimAt = async (now: number) =>
      idsOf((await disk.store.claim(claimRequest(lane, { now, maxParts: 10 }))).claimed);
    expect(await claimAt(T0 + 9800)).toEqual([]);
    // The time is over, but the place after them is remembered for half a second.
    expect(await claimAt(T0 + 10_299)).toEqual([]);
    expect(await claimAt(T0 + 10_300)).toEqual(ids.slice(0, 10));
  });

  test('does not hide a message that is stored a second after its acceptance, though many earlier ones avoid the route', async () => {
    const { lane } = await queuedTogether(...Array(100).fill({}));
    const refused = await disk.store.claim(claimRequest(lane, { maxParts: 100 }));
    await disk.store.settle(refused.claimed.map((one) => requeued(one, { avoidRouteUntil: T0 + 60_000 })));
    const claimAt = async (now: number) =>
      idsOf((await disk.store.claim(claimRequest(lane, { now, maxParts: 10 }))).claimed);
    expect(await claimAt(T0 + 9800)).toEqual([]);
    const late = newMessage({ lane, createdAt: T0 + 8800, dueAt: T0 + 8800 });
    await disk.store.enqueue([late]);
    expect(await claimAt(T0 + 9801)).toEqual([late.id]);
  });

  test('does not hide the messages that come after the clock was set back, though many earlier ones avoid the route', async () => {
    const { lane } = await queuedTogether(...Array(100).fill({}));
    const refused = await disk.store.claim(claimRequest(lane, { maxParts: 100 }));
    await disk.store.settle(refused.claimed.map((one) => requeued(one, { avoidRouteUntil: T0 + HOUR_MS })));
    const claimAt = async (now: number) =>
      idsOf((await disk.store.claim(claimRequest(lane, { now, maxParts: 10 }))).claimed);
    expect(await claimAt(T0 + 9800)).toEqual([]);
    const setBackTo = T0 - HOUR_MS;
    const after = newMessage({ lane, createdAt: setBackTo, dueAt: setBackTo });
    await disk.store.enqueue([after]);
    expect(await claimAt(setBackTo + 1)).toEqual([after.id]);
  });

  test('is claimed as soon as it no longer avoids the route, when few messages avoid the route', async () => {
    const { lane, ids } = await queuedTogether({}, {}, {});
    const first = await disk.store.claim(claimRequest(lane, { maxParts: 1 }));
    await disk.store.settle(
      first.claimed.map((one) => requeued(one, { dueAt: T0 - 1, avoidRouteUntil: T0 + 100 })),
    );
    const claimAt = async (now: number) =>
      idsOf((await disk.store.claim(claimRequest(lane, { now, maxParts: 1 }))).claimed);
    expect(await claimAt(T0 + 50)).toEqual([ids[1]]);
    expect(await claimAt(T0 + 100)).toEqual([ids[0]]);
  });

  test('does not hold up the messages behind it while it avoids the route', async () => {
    const { lane, ids } = await queuedTogether({}, {});
    const first = await disk.store.claim(claimRequest(lane, { maxParts: 1 }));
    await disk.store.settle(first.claimed.map((one) => requeued(one, { avoidRouteUntil: T0 + 5000 })));
    const next = await disk.store.claim(claimRequest(lane, { now: T0 + 10, maxParts: 1 }));
    expect(idsOf(next.claimed)).toEqual([ids[1]]);
  });

  test('waits in the lane that it was put into, and until the due time that it was given', async () => {
    const { lane, ids } = await queuedTogether({});
    const other = freshLane();
    const { claimed } = await disk.store.claim(claimRequest(lane));
    await disk.store.settle(claimed.map((one) => requeued(one, { lane: other, dueAt: T0 + 700 })));
    expect(await disk.store.claim(claimRequest(lane, { now: T0 + 700 }))).toEqual({
      claimed: [],
      nextDueAt: undefined,
    });
    expect((await disk.store.claim(claimRequest(other, { now: T0 + 699 }))).nextDueAt).toBe(T0 + 700);
    expect(idsOf((await disk.store.claim(claimRequest(other, { now: T0 + 700 }))).claimed)).toEqual(ids);
  });
});

describe('the counts of queued messages by class', () => {
  test('count each lane and priority, with messages scheduled for later and without messages that are being sent', async () => {
    const lane = freshLane();
    const other = freshLane();
    await disk.store.enqueue([
      newMessage({ lane, priority: 'critical' }),
      newMessage({ lane, priority: 'low', dueAt: T0 + HOUR_MS, validUntil: T0 + 2 * HOUR_MS }),
      newMessage({ lane, priority: 'low' }),
      newMessage({ lane: other }),
    ]);
    await disk.store.claim(claimRequest(other));
    const counts = (await disk.store.counts()).filter((one) => one.lane === lane || one.lane === other);
    expect(counts.toSorted((a, b) => a.messages - b.messages)).toEqual([
      { lane, priority: 'critical', messages: 1, dueAt: T0 },
      { lane, priority: 'low', messages: 2, dueAt: T0 },
    ]);
  });
});
