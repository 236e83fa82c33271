import { describe, expect, test } from 'vitest';
import type { Claimed } from '../../../../src/domain/messages/queue.ts';
import {
  accepted,
  claimedOf,
  claimRequest,
  ended,
  keyOf,
  requeued,
  T0,
  unanswered,
} from '../../../support/store/messages.ts';
import { freshRef, sharedStore } from '../../../support/store/shared-store.ts';

const disk = sharedStore();

/** A message of two parts whose first attempt had no answer to either, and which waits for its second. */
const resendable = async (): Promise<Claimed> => {
  const first = await claimedOf(disk.store, { onUncertain: 'resend', parts: 2 });
  await disk.store.settle([
    unanswered(first),
    unanswered(first, { key: keyOf(first, 2) }),
    requeued(first, { possibleDuplicate: true }),
  ]);
  return first;
};

const claimAgain = async ({ lane }: Claimed): Promise<Claimed> => {
  const [next] = (await disk.store.claim(claimRequest(lane, { now: T0 + 10_000 }))).claimed;
  if (next === undefined) throw new Error('there is nothing to claim');
  return next;
};

const refusedLate = (first: Claimed, part: number) =>
  disk.store.settle([
    {
      kind: 'noted',
      key: keyOf(first, part),
      route: 'carrier-a',
      at: T0 + 20_000,
      reason: 'late answer: the carrier refuses the sender',
      evidence: 'command_status 0x0000000A',
    },
  ]);

const look = ({ id }: Claimed) => disk.store.get(id);

describe('a late refusal for each part of an attempt that had no answer', () => {
  test('makes the next attempt no duplicate, and its refusal ends the message as failed', async () => {
    const first = await resendable();
    await refusedLate(first, 1);
    await refusedLate(first, 2);
    const second = await claimAgain(first);
    expect((await look(first))?.possibleDuplicate).toBe(false);
    await disk.store.settle([ended(second, 'failed')]);
    expect((await look(first))?.state).toBe('failed');
  });

  test('ends a message as failed that was uncertain since its second attempt was refused', async () => {
    const first = await resendable();
    await disk.store.settle([ended(await claimAgain(first), 'failed')]);
    expect((await look(first))?.state).toBe('uncertain');
    await refusedLate(first, 1);
    expect((await look(first))?.state).toBe('uncertain');
    await refusedLate(first, 2);
    expect(await look(first)).toMatchObject({
      state: 'failed',
      reason: 'it is failed',
      possibleDuplicate: false,
    });
  });

  test('lets a message be cancelled that waits to be sent again: nothing of it went out', async () => {
    const first = await resendable();
    await refusedLate(first, 1);
    expect(await disk.store.cancel(first.id, T0 + 21_000)).toMatchObject({ kind: 'tooLate' });
    await refusedLate(first, 2);
    expect(await disk.store.cancel(first.id, T0 + 22_000)).toMatchObject({ kind: 'cancelled' });
  });

  test('leaves a message marked whose second attempt left before the answers came, and was accepted', async () => {
    const first = await resendable();
    const second = await claimAgain(first);
    await refusedLate(first, 1);
    await refusedLate(first, 2);
    await disk.store.settle([accepted(second, freshRef(), { whole: false })]);
    expect((await look(first))?.possibleDuplicate).toBe(true);
  });
});

test('a message keeps its doubt if another attempt than the refused one has no answer', async () => {
  const first = await resendable();
  const second = await claimAgain(first);
  await disk.store.settle([unanswered(second), requeued(second, { possibleDuplicate: true })]);
  await refusedLate(first, 1);
  await refusedLate(first, 2);
  await disk.store.settle([ended(await claimAgain(first), 'failed')]);
  expect(await look(first)).toMatchObject({ state: 'uncertain', possibleDuplicate: true });
});

test('a message that ended as uncertain by its validity does not become failed by a late refusal', async () => {
  const first = await resendable();
  await disk.store.expireQueued(0, T0 + 3_600_001);
  expect((await look(first))?.state).toBe('uncertain');
  await refusedLate(first, 1);
  await refusedLate(first, 2);
  expect((await look(first))?.state).toBe('uncertain');
});
