import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Clock } from '../../../../src/kernel/clock.ts';
import { DAY_MS, purge, timesOf } from '../../../support/people/purging.ts';
import { StoreOnDisk } from '../../../support/store/store-on-disk.ts';

const NOW = Date.UTC(2026, 0, 1);
const PIECES = 3;

let disk: StoreOnDisk;
beforeEach(async () => {
  disk = await StoreOnDisk.open();
  const values = Array.from(
    { length: PIECES * 100 },
    (_, at) => `(${at}, 'r', '+33639980001', 'x', 'inbox')`,
  );
  disk.fill(`INSERT INTO inbox (at, route, sender, text, handled_as) VALUES ${values.join(', ')}`);
});
afterEach(() => disk.remove());

/** The pauses between the pieces, ms. */
const restsOf = async (isSending: () => boolean): Promise<readonly number[]> => {
  const rests: number[] = [];
  const clock: Clock = {
    now: () => NOW,
    elapsed: () => 0,
    after: (delayMs, run) => {
      rests.push(delayMs);
      const turn = setImmediate(run);
      return () => clearImmediate(turn);
    },
  };
  const removed = await purge(disk, timesOf('never', { inbox: 30 * DAY_MS }), NOW, { clock, isSending });
  // The newest message is kept, see docs/retention.md.
  expect(removed).toEqual({ inbox: PIECES * 100 - 1 });
  return rests;
};

test('while messages are sent, old data is deleted in pieces of a hundred rows, one each half second', async () => {
  const rests = await restsOf(() => true);
  expect(rests.length).toBeGreaterThanOrEqual(PIECES);
  expect(Math.min(...rests)).toBe(500);
});

test('while no messages are sent, old data is deleted as fast as the store allows', async () => {
  expect(Math.max(...(await restsOf(() => false)))).toBe(10);
});
