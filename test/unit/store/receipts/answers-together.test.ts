import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { MessageId } from '../../../../src/domain/messages/message-id.ts';
import type { Claimed } from '../../../../src/domain/messages/queue.ts';
import {
  accepted,
  claimedOf,
  claimRequest,
  ended,
  freshLane,
  newMessage,
  numberOf,
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

const look = ({ id }: Pick<Claimed, 'id'>) => disk.store.get(id);
const single = { single: true };

describe('answers to parts that are written together', () => {
  test('each have their own time, and change no message but their own', async () => {
    const first = await claimedOf(disk.store);
    const second = await claimedOf(disk.store);
    const other = await claimedOf(disk.store);
    await disk.store.settle([
      accepted(first, 'at-1', { ...single, at: T0 + 3 }),
      accepted(second, 'at-2', { ...single, at: T0 + 4 }),
    ]);
    expect(await look(first)).toMatchObject({ state: 'sent', sentAt: T0 + 3 });
    expect(await look(second)).toMatchObject({ state: 'sent', sentAt: T0 + 4 });
    expect(await look(other)).toMatchObject({ state: 'sending', sentAt: undefined });
  });

  test('find a message whose id has more than 32 bits', async () => {
    const id = (2 ** 52) as MessageId;
    const claimed = await claimedOf(disk.store, { id });
    expect(claimed).toMatchObject({ id, attempt: 1 });
    await disk.store.settle([accepted(claimed, 'at-10', single)]);
    await disk.store.record([receipt('at-10')], T0 + 50);
    expect(await look({ id })).toMatchObject({ state: 'delivered', sentAt: T0 + 2, finalAt: T0 + 50 });
  });

  test('keep their order among other kinds of settlements', async () => {
    const refused = await claimedOf(disk.store);
    const returned = await claimedOf(disk.store);
    await disk.store.settle([
      accepted(refused, 'at-20', { ...single, at: T0 + 3 }),
      ended(refused, 'undelivered', { at: T0 + 4 }),
      requeued(returned),
      accepted(returned, 'at-21', single),
    ]);
    expect(await look(refused)).toMatchObject({ state: 'undelivered', sentAt: T0 + 3 });
    expect(await look(returned)).toMatchObject({ state: 'queued', sentAt: undefined });
  });

  test('make the message sent if they are to its second, newest attempt, but not if they are to its first', async () => {
    const again = async () => {
      const first = await claimedOf(disk.store);
      await disk.store.settle([requeued(first)]);
      const { claimed } = await disk.store.claim(claimRequest(first.lane, { now: T0 + 5 }));
      return { first, second: claimed[0] as Claimed };
    };
    const one = await again();
    const other = await again();
    expect(one.second.attempt).toBe(2);
    await disk.store.settle([accepted(one.second, 'at-30', single), accepted(other.first, 'at-31', single)]);
    expect((await look(one.first))?.state).toBe('sent');
    expect((await look(other.first))?.state).toBe('sending');
  });

  test('make a message sent that was given up meanwhile, and its receipt then settles the message', async () => {
    const claimed = await claimedOf(disk.store, { validUntil: T0 + 10_000 });
    await disk.store.giveUp(T0, T0 + 10_000, T0 + 20_000);
    expect((await look(claimed))?.state).toBe('uncertain');
    await disk.store.settle([accepted(claimed, 'at-40', single)]);
    expect(await look(claimed)).toMatchObject({ state: 'sent', finalAt: undefined });
    await disk.store.record([receipt('at-40')], T0 + 30_000);
    expect((await look(claimed))?.state).toBe('delivered');
  });

  test('leave one message to a phone unanswered, and a receipt for that phone settles it once the other message has its own', async () => {
    const to = numberOf(4712);
    const answered = await claimedOf(disk.store, { to });
    const lost = await claimedOf(disk.store, { to });
    await disk.store.settle([unanswered(answered), unanswered(lost)]);
    await disk.store.settle([accepted(answered, 'at-50', single)]);
    await disk.store.record([receipt('at-51', { to })], T0 + 20_000);
    expect((await look(lost))?.state).toBe('sending');
    await disk.store.record([receipt('at-50', { to })], T0 + 21_000);
    expect((await look(lost))?.state).toBe('delivered');
    expect((await look(answered))?.state).toBe('delivered');
  });

  test('and their receipts count once, even if a faulty call in the same commit makes all calls run twice', async () => {
    const known = newMessage({ lane: freshLane() });
    await disk.store.enqueue([known]);
    const message = await claimedOf(disk.store);
    const [, , receipts] = await Promise.all([
      disk.store.settle([accepted(message, 'at-60', single)]),
      expect(disk.store.enqueue([{ ...newMessage(), id: known.id }])).rejects.toThrow(),
      disk.store.record([receipt('at-60'), receipt('at-60')], T0 + 50),
    ]);
    expect(receipts).toEqual([{ kind: 'matched', ref: 'at-60' }, { kind: 'repeated' }]);
    expect((await look(message))?.state).toBe('delivered');
  });
});

describe('a claim', () => {
  test('that finds no message changes nothing, and neither do empty lists of answers and receipts', async () => {
    const message = await claimedOf(disk.store);
    const { claimed } = await disk.store.claim(claimRequest(message.lane, { now: T0 + 5 }));
    await disk.store.settle([]);
    expect([claimed, await disk.store.record([], T0 + 5)]).toEqual([[], []]);
    expect((await look(message))?.state).toBe('sending');
  });

  test('marks only the messages that it returns: messages for which there is no room stay queued', async () => {
    const lane = freshLane();
    const messages = Array.from({ length: 4 }, () => newMessage({ lane, parts: 2 }));
    await disk.store.enqueue(messages);
    const { claimed } = await disk.store.claim(claimRequest(lane, { maxParts: 5 }));
    const states = await Promise.all(messages.map(async (message) => (await look(message))?.state));
    expect(claimed.map(({ id }) => id)).toEqual(messages.slice(0, 2).map(({ id }) => id));
    expect(states).toEqual(['sending', 'sending', 'queued', 'queued']);
  });
});
