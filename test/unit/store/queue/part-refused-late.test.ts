import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Claimed, FOREVER } from '../../../../src/domain/messages/queue.ts';
import {
  accepted,
  claimRequest,
  keyOf,
  newMessage,
  requeued,
  T0,
  unanswered,
} from '../../../support/store/messages.ts';
import { StoreOnDisk } from '../../../support/store/store-on-disk.ts';

const LANE = 101;
let disk: StoreOnDisk;
beforeEach(async () => {
  disk = await StoreOnDisk.open();
});
afterEach(() => disk.remove());

const claim = async (at: number) => (await disk.store.claim(claimRequest(LANE, { now: at }))).claimed;
const theOne = (claimed: readonly Claimed[]): Claimed => {
  const [one] = claimed;
  if (one === undefined || claimed.length !== 1) throw new Error(`${claimed.length} messages were claimed`);
  return one;
};
const refusedLate = (message: Claimed, part: number) =>
  disk.store.settle([
    {
      kind: 'noted',
      key: keyOf(message, part),
      route: 'carrier-a',
      at: T0 + 50,
      reason: 'late answer: the carrier has a system error',
      evidence: 'command_status 0x00000008',
      notTaken: true,
    },
  ]);

describe('a part that had no answer, and that its route then refuses', () => {
  test('waits with the rest of its attempt, also after a restart', async () => {
    await disk.store.enqueue([newMessage({ lane: LANE, parts: 3 })]);
    const message = theOne(await claim(T0 + 1));
    await disk.store.settle([
      accepted(message, 'ref-1', { whole: false }),
      unanswered(message, { key: keyOf(message, 3) }),
      requeued(message, {
        key: keyOf(message, 2),
        at: T0 + 3,
        dueAt: T0 + 100,
        lane: LANE,
        reservedUntil: FOREVER,
        rest: { parts: [2], since: T0 + 1 },
      }),
    ]);
    await refusedLate(message, 3);
    await refusedLate(message, 3);
    await refusedLate(message, 1);
    await disk.reopen();
    expect(theOne(await claim(T0 + 100)).rest).toEqual({ parts: [2, 3], accepted: [1], since: T0 + 1 });
  });

  test('changes nothing of a message that is sent again whole, or that waits for another attempt', async () => {
    await disk.store.enqueue([newMessage({ lane: LANE, parts: 2, onUncertain: 'resend' })]);
    const message = theOne(await claim(T0 + 1));
    await disk.store.settle([
      unanswered(message),
      unanswered(message, { key: keyOf(message, 2) }),
      requeued(message, { at: T0 + 3, dueAt: T0 + 100, lane: LANE, possibleDuplicate: true }),
    ]);
    await refusedLate(message, 1);
    const again = theOne(await claim(T0 + 100));
    expect(again.attempt).toBe(2);
    expect(again.rest).toBeUndefined();
  });
});
