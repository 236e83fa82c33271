import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  claimedOf,
  claimRequest,
  freshLane,
  HOUR_MS,
  newMessage,
  requeued,
  T0,
} from '../../../support/store/messages.ts';
import { openSqliteStore } from '../../../support/store/sqlite-store.ts';
import { StoreOnDisk } from '../../../support/store/store-on-disk.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';

let disk: StoreOnDisk;
beforeAll(async () => {
  disk = await StoreOnDisk.open();
});
afterAll(() => disk.remove());

test('messages that a node took in with a clock that is ahead are due at once when another node makes them, and no others', async () => {
  const lane = freshLane();
  const ahead = { lane, createdAt: T0 + HOUR_MS, dueAt: T0 + HOUR_MS };
  const [atOnce, forLater] = [newMessage(ahead), newMessage({ lane, dueAt: T0 + HOUR_MS })];
  await disk.store.enqueue([atOnce, forLater]);
  const claim = async () =>
    (await disk.store.claim(claimRequest(lane, { now: T0 + 1 }))).claimed.map(({ id }) => id);
  expect(await claim()).toEqual([]);
  await disk.store.nodes.makeDue(T0);
  expect(await claim()).toEqual([atOnce.id]);
});

test('after a restart with a clock that is an hour behind, messages that were due before the restart are due at once', async () => {
  const lane = freshLane();
  const accepted = newMessage({ lane });
  const forLater = newMessage({ lane, dueAt: T0 + HOUR_MS });
  await disk.store.enqueue([accepted, forLater]);
  const putOff = await claimedOf(disk.store, { lane: freshLane() });
  await disk.store.settle([requeued(putOff, { dueAt: T0 + 1000, avoidRouteUntil: T0 + 5000 })]);

  const behind = new VirtualClock(T0 - HOUR_MS);
  const store = await openSqliteStore(disk.path, behind);
  try {
    const claim = async (of: number) =>
      (await store.claim(claimRequest(of, { now: behind.now() }))).claimed.map(({ id }) => id);
    expect(await claim(lane)).toEqual([accepted.id]);
    expect(await claim(putOff.lane)).toEqual([putOff.id]);
  } finally {
    await store.close();
  }
});
