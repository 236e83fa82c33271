import { afterEach, beforeEach, expect, test } from 'vitest';
import { DAY_MS, purge, timesOf } from '../../../support/people/purging.ts';
import { newMessage, T0 } from '../../../support/store/messages.ts';
import { StoreOnDisk } from '../../../support/store/store-on-disk.ts';

const KEPT = 7 * DAY_MS;

let disk: StoreOnDisk;
beforeEach(async () => {
  disk = await StoreOnDisk.open();
});
afterEach(() => disk.remove());

const NOTHING = { linesDone: 0, digest: '' };
/** Stores lines of a batch; the first of them are to be sent after these numbers of days. */
const keep = (before: typeof NOTHING, lines: number, ...days: readonly number[]) =>
  disk.store.enqueueBatch(
    'token-1',
    'key',
    before,
    { linesDone: lines, digest: `of ${lines}` },
    days.map((day) =>
      newMessage({ dueAt: T0 + day * DAY_MS, validUntil: T0 + day * DAY_MS + DAY_MS, priority: 'low' }),
    ),
  );
const known = async (day: number) => {
  await purge(disk, timesOf('never', { idempotency: KEPT }), T0 + day * DAY_MS);
  return (await disk.store.batchProgress('token-1', 'key')) !== undefined;
};

test('the idempotency key of a batch is kept while a line may still be sent, and its age counts from that time', async () => {
  await keep(NOTHING, 3, 0, 60, 0);
  expect(await known(59)).toBe(true);
  expect(await known(67)).toBe(true);
  expect(await known(69)).toBe(false);
});

test('the age of the idempotency key of a batch counts from the line that is sent last, in whichever chunk it came', async () => {
  await keep(NOTHING, 1, 60);
  await keep({ linesDone: 1, digest: 'of 1' }, 2, 0);
  expect(await known(67)).toBe(true);
  expect(await known(69)).toBe(false);
});

test('the idempotency key of a batch of refused lines is deleted by its own age', async () => {
  await keep(NOTHING, 1);
  expect(await known(6)).toBe(true);
  expect(await known(8)).toBe(false);
});
