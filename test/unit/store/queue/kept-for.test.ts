import { afterAll, beforeAll, expect, test } from 'vitest';
import { FOREVER } from '../../../../src/domain/messages/queue.ts';
import { claimedOf, requeued, T0 } from '../../../support/store/messages.ts';
import { StoreOnDisk } from '../../../support/store/store-on-disk.ts';

let disk: StoreOnDisk;
beforeAll(async () => {
  disk = await StoreOnDisk.open();
});
afterAll(() => disk.remove());

const keptFor = async (reservedUntil: number) => {
  const claimed = await claimedOf(disk.store, { parts: 3 });
  const rest = { parts: [2], since: T0 };
  await disk.store.settle([requeued(claimed, { lane: claimed.lane, reservedUntil, rest })]);
  const [unsent] = await disk.store.unsentIn([claimed.lane], 0, 10);
  return unsent?.keptFor;
};

test('a message that is planned anew tells for which route its missing parts are kept for ever', async () => {
  expect(await keptFor(FOREVER)).toBe('carrier-a');
  expect(await keptFor(T0 + 1)).toBeUndefined();
});
