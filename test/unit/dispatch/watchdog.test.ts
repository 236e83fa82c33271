import { afterAll, beforeAll, expect, test } from 'vitest';
import { RECEIPT_GRACE_MS, Watchdog } from '../../../src/dispatch/watchdog.ts';
import { recordingLog } from '../../support/route-recorder.ts';
import {
  acceptedLate,
  claimedOf,
  ended,
  HOUR_MS,
  requeued,
  unanswered,
} from '../../support/store/messages.ts';
import { StoreOnDisk } from '../../support/store/store-on-disk.ts';

const MINUTE_MS = 60_000;

let disk: StoreOnDisk;
let watchdog: Watchdog;

beforeAll(async () => {
  disk = await StoreOnDisk.open();
  const { clock, store } = disk;
  watchdog = new Watchdog({
    deadlines: store,
    clock,
    log: recordingLog(),
    expired: () => {},
    audit: async () => {},
  });
  watchdog.start();
});

afterAll(async () => {
  await watchdog.stop();
  await disk.remove();
});

const stateAfter = async (id: Parameters<typeof disk.store.get>[0], state: string) => {
  for (let minutes = 0; minutes < 3; minutes++) {
    await disk.clock.advance(MINUTE_MS);
    // What the clock ran asked the disk, and a read goes behind what was asked before.
    await disk.store.settle([]);
    if ((await disk.store.get(id))?.state === state) break;
  }
  return (await disk.store.get(id))?.state;
};

test('what an answer opens again long after its time is given up again, and not left sent for ever', async () => {
  const message = await claimedOf(disk.store);
  await disk.store.settle([unanswered(message), ended(message, 'uncertain')]);
  await disk.clock.advance(5 * HOUR_MS);
  await disk.store.settle([acceptedLate(message, 'very-late', { at: disk.clock.now() })]);
  expect((await disk.store.get(message.id))?.state).toBe('sent');
  expect(await stateAfter(message.id, 'unconfirmed')).toBe('unconfirmed');
});

test('what comes back into the queue long after its time expires, and does not wait for ever', async () => {
  const message = await claimedOf(disk.store, { validUntil: disk.clock.now() + HOUR_MS });
  await disk.clock.advance(HOUR_MS + RECEIPT_GRACE_MS / 2);
  await disk.store.settle([requeued(message, { at: disk.clock.now() })]);
  expect(await stateAfter(message.id, 'expired')).toBe('expired');
});
