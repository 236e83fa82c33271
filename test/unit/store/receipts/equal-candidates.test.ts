import { describe, expect, test } from 'vitest';
import type { Claimed } from '../../../../src/domain/messages/queue.ts';
import {
  accepted,
  claimedOf,
  ended,
  HOUR_MS,
  keyOf,
  negative,
  newMessage,
  numberOf,
  receipt,
  T0,
  unanswered,
} from '../../../support/store/messages.ts';
import { freshRef } from '../../../support/store/shared-store.ts';
import { StoreOnDisk } from '../../../support/store/store-on-disk.ts';

const open = async () => {
  const disk = await StoreOnDisk.open();
  const stateOf = async ({ id }: Pick<Claimed, 'id'>) => (await disk.store.get(id))?.state;
  const statesOf = (...messages: readonly Claimed[]) => Promise.all(messages.map(stateOf));
  return { disk, statesOf, [Symbol.asyncDispose]: () => disk.remove() };
};

const to = numberOf(700);
const KEPT = [{ kind: 'kept', reason: 'unknown' }];
const TAKEN = [{ kind: 'matchedByRecipient' }];

/** A message that the carrier never answered, and a later one to the same phone that it accepted under this id. */
const twoTo = async ({ store }: StoreOnDisk, ref: string, own: Parameters<typeof claimedOf>[1] = {}) => {
  const lost = await claimedOf(store, { to });
  const taken = await claimedOf(store, { to, ...own });
  await store.settle([accepted(taken, ref, { at: T0 + 400, single: taken.parts === 1 }), unanswered(lost)]);
  return { lost, taken };
};

describe('a receipt for a phone, beside a message to it without an answer and one that was accepted', () => {
  test.each([
    ['positive, and spells the id of the answer in an unknown way', 'ABC1', receipt('X-ABC1', { to })],
    ['negative, and spells the id of the answer in an unknown way', 'ABC1', negative('X-ABC1', { to })],
    ['without an id', 'ABC2', receipt('', { to })],
    ['for an answer without an id', 'none:1.1.1', receipt('999', { to })],
  ])('settles neither if it is %s, also when it comes first, and after a restart', async (_, ref, one) => {
    await using given = await open();
    const { disk, statesOf } = given;
    const { lost, taken } = await twoTo(disk, ref);
    expect(await disk.store.record([one], T0 + 20_000)).toEqual(KEPT);
    expect(await statesOf(lost, taken)).toEqual(['sending', 'sent']);
    await disk.reopen();
    expect(await disk.store.record([{ ...one, refs: ['other'] }], T0 + 21_000)).toEqual(KEPT);
    expect(await statesOf(lost, taken)).toEqual(['sending', 'sent']);
    const [third, fourth] = [await claimedOf(disk.store, { to }), await claimedOf(disk.store, { to })];
    await disk.store.record([{ ...one, refs: ['another'] }], T0 + 22_000);
    await disk.store.settle([
      accepted(fourth, `${ref}4`, { at: T0 + 22_001, single: true }),
      unanswered(third, { at: T0 + 22_002 }),
    ]);
    expect(await statesOf(third, fourth)).toEqual(['sending', 'sent']);
  });

  test('settles neither if the other was taken in by a clock that is ahead, and sent before that', async () => {
    await using given = await open();
    const { disk, statesOf } = given;
    const { lost, taken } = await twoTo(disk, 'ABC5', { createdAt: T0 + HOUR_MS, dueAt: T0 });
    expect(await disk.store.record([receipt('X-ABC5', { to })], T0 + 20_000)).toEqual(KEPT);
    expect(await statesOf(lost, taken)).toEqual(['sending', 'sent']);
  });

  test('settles the first one as soon as the other has its own', async () => {
    await using given = await open();
    const { disk, statesOf } = given;
    const ref = freshRef();
    const { lost, taken } = await twoTo(disk, ref);
    expect(await disk.store.record([receipt('lost', { to })], T0 + 20_000)).toEqual(KEPT);
    await disk.store.record([receipt(ref, { to })], T0 + 21_000);
    expect(await statesOf(lost, taken)).toEqual(['delivered', 'delivered']);
  });

  test('settles the first one as soon as the other has its own, though both were under way, a third one too, and after a restart', async () => {
    await using given = await open();
    const { disk, statesOf } = given;
    const { lost, taken } = await twoTo(disk, 'taken');
    await disk.store.record([receipt('lost', { to })], T0 + 20_000);
    await disk.reopen();
    const third = await claimedOf(disk.store, { to, createdAt: T0 + 20_500 }, { now: T0 + 20_500 });
    await disk.store.record([receipt('taken', { to })], T0 + 21_000);
    expect(await statesOf(lost, taken)).toEqual(['sending', 'delivered']);
    await disk.store.settle([accepted(third, 'third', { at: T0 + 22_000, single: true })]);
    await disk.store.record([receipt('third', { to })], T0 + 23_000);
    expect(await statesOf(lost, third)).toEqual(['delivered', 'delivered']);
  });

  test('settles the first one if the other was asked for after it came', async () => {
    await using given = await open();
    const { disk, statesOf } = given;
    const lost = await claimedOf(disk.store, { to });
    await disk.store.record([receipt('lost', { to })], T0 + 5000);
    const later = T0 + 60_000;
    const taken = await claimedOf(disk.store, { to, createdAt: later }, { now: later });
    await disk.store.settle([
      accepted(taken, 'taken', { at: later + 400, single: true }),
      unanswered(lost, { at: later + 500 }),
    ]);
    expect(await statesOf(lost, taken)).toEqual(['delivered', 'sent']);
  });

  test('settles neither, whatever has been asked since, though the other could have its receipt only until then', async () => {
    await using given = await open();
    const { disk, statesOf } = given;
    const lost = await claimedOf(disk.store, { to, validUntil: T0 + 100 * HOUR_MS });
    const taken = await claimedOf(disk.store, { to, validUntil: T0 + HOUR_MS });
    await disk.store.settle([accepted(taken, 'taken', { at: T0 + 400, single: true }), unanswered(lost)]);
    await disk.store.record([receipt('x', { to })], T0 + 20_000);
    const later = T0 + 30 * HOUR_MS;
    const third = await claimedOf(
      disk.store,
      { to, createdAt: later, validUntil: later + HOUR_MS },
      { now: later },
    );
    await disk.store.settle([accepted(third, 'third', { at: later + 400, single: true })]);
    await disk.store.record([receipt('third', { to })], later + 1000);
    expect(await statesOf(lost, taken, third)).toEqual(['sending', 'sent', 'delivered']);
  });

  test('is looked at again after the transaction in which the other had its own was rolled back', async () => {
    await using given = await open();
    const { disk, statesOf } = given;
    const { lost, taken } = await twoTo(disk, 'taken');
    await disk.store.record([receipt('lost', { to })], T0 + 20_000);
    const known = newMessage();
    await disk.store.enqueue([known]);
    await Promise.all([
      disk.store.record([receipt('taken', { to })], T0 + 21_000),
      expect(disk.store.enqueue([known])).rejects.toThrow(/./),
    ]);
    expect(await statesOf(lost, taken)).toEqual(['delivered', 'delivered']);
  });

  test('settles neither while a part of the other, which is long, has none', async () => {
    await using given = await open();
    const { disk, statesOf } = given;
    const { lost, taken } = await twoTo(disk, 'p1', { parts: 2 });
    await disk.store.settle([accepted(taken, 'p2', { part: 2, at: T0 + 401 })]);
    await disk.store.record([receipt('lost', { to })], T0 + 20_000);
    await disk.store.record([receipt('p1', { to })], T0 + 21_000);
    expect(await statesOf(lost, taken)).toEqual(['sending', 'sent']);
    await disk.store.record([receipt('p2', { to })], T0 + 22_000);
    expect(await statesOf(lost, taken)).toEqual(['delivered', 'delivered']);
  });

  test.each([
    ['may still have its receipt', 24, KEPT, 'sending'],
    ['was sent by another carrier, or could have its receipt until yesterday', 26, TAKEN, 'delivered'],
  ])('beside one that %s settles it only if it can be for nothing else', async (_, hours, match, state) => {
    await using given = await open();
    const { disk, statesOf } = given;
    const lost = await claimedOf(disk.store, { to, validUntil: T0 + 100 * HOUR_MS });
    const elsewhere = await claimedOf(disk.store, { to }, { route: 'carrier-b' });
    const old = await claimedOf(disk.store, { to, validUntil: T0 + HOUR_MS });
    await disk.store.settle([
      accepted(elsewhere, 'b1', { route: 'carrier-b', carrier: 'carrier-b', at: T0 + 400, single: true }),
      accepted(old, 'a1', { at: T0 + 400, single: true }),
      unanswered(lost),
    ]);
    expect(await disk.store.record([receipt('x1', { to })], T0 + hours * HOUR_MS)).toEqual(match);
    expect(await statesOf(lost, elsewhere, old)).toEqual([state, 'sent', 'sent']);
  });

  test('is known to be for neither where the other one is among many, in a block of old messages', async () => {
    await using given = await open();
    const { disk, statesOf } = given;
    const taken = await claimedOf(disk.store, { to });
    await disk.store.settle([accepted(taken, 'old-1', { at: T0 + 400, single: true })]);
    disk.fill(`INSERT INTO messages_to (until_id, recipient, message_id) VALUES (${taken.id}, '${to}', ${taken.id});
      INSERT INTO message_blocks (until_id) VALUES (${taken.id})`);
    const lost = await claimedOf(disk.store, { to });
    await disk.store.settle([unanswered(lost)]);
    expect(await disk.store.record([receipt('x1', { to })], T0 + 20_000)).toEqual(KEPT);
    expect(await statesOf(lost, taken)).toEqual(['sending', 'sent']);
  });

  test.each([
    ['the next receipt', (disk: StoreOnDisk, at: number) => disk.store.record([receipt('any')], at)],
    ['the watchdog', (disk: StoreOnDisk, at: number) => disk.store.giveUp(0, T0, at)],
  ])('is looked at with %s if there were too many to look at in its second', async (_, next) => {
    await using given = await open();
    const { disk, statesOf } = given;
    const lost = await Promise.all(
      Array.from({ length: 60 }, async (_one, index) => {
        const phone = numberOf(1000 + index);
        const earlier = await claimedOf(disk.store, { to: phone });
        await disk.store.settle([ended(earlier, 'failed')]);
        const message = await claimedOf(disk.store, { to: phone });
        await disk.store.settle([unanswered(message)]);
        return message;
      }),
    );
    await disk.store.record(
      lost.map((message) => receipt(freshRef(), { to: message.to })),
      T0 + 20_000,
    );
    const waiting = (await statesOf(...lost)).filter((state) => state === 'sending');
    expect(waiting.length).toBeGreaterThan(0);
    await next(disk, T0 + 21_000);
    expect(new Set(await statesOf(...lost))).toEqual(new Set(['delivered']));
  });
});

describe('receipts for the parts of one message without an answer', () => {
  const hex = receipt('1a', { to, refs: ['1a', '1A', '26'] });
  const dec = receipt('00026', { to });

  test.each([
    ['in decimal', [hex, dec]],
    ['in hexadecimal', [dec, hex]],
  ])('count once where one is repeated with another spelling of its id, %s', async (_, both) => {
    for (const isTogether of [true, false]) {
      await using given = await open();
      const { store } = given.disk;
      const message = await claimedOf(store, { to, parts: 2 });
      if (isTogether) await store.record(both, T0 + 500);
      await store.settle([1, 2].map((part) => unanswered(message, { key: keyOf(message, part) })));
      if (!isTogether) for (const one of both) await store.record([one], T0 + 20_000);
      expect((await store.get(message.id))?.state).toBe('sending');
    }
  });

  test('count each where two have ids that are spellings of each other, and other words', async () => {
    await using given = await open();
    const { store } = given.disk;
    const message = await claimedOf(store, { to, parts: 2 });
    await store.settle([1, 2].map((part) => unanswered(message, { key: keyOf(message, part) })));
    const ten = receipt('10', { to, refs: ['10', '16', 'a'], evidence: 'id:10 text:Leave the' });
    const sixteen = receipt('16', { to, refs: ['16', '22', '10'], evidence: 'id:16 text:river banks' });
    for (const one of [ten, sixteen]) await store.record([one], T0 + 20_000);
    expect((await store.get(message.id))?.state).toBe('sent');
  });
});
