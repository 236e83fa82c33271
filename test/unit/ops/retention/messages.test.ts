import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { idAt, type MessageId } from '../../../../src/domain/messages/message-id.ts';
import { column, DAY_MS, purge, timesOf } from '../../../support/people/purging.ts';
import {
  accepted,
  claimedOf,
  freshLane,
  keyOf,
  newMessage,
  receipt,
  requeued,
  T0,
  unanswered,
} from '../../../support/store/messages.ts';
import { StoreOnDisk } from '../../../support/store/store-on-disk.ts';

const KEPT = 30 * DAY_MS;
const LATER = T0 + KEPT + DAY_MS;
const onlyMessages = timesOf('never', { messages: KEPT });

let disk: StoreOnDisk;
beforeEach(async () => {
  disk = await StoreOnDisk.open();
});
afterEach(() => disk.remove());

const leftOf = (id: MessageId): readonly unknown[] =>
  column(
    disk,
    `SELECT 'message' FROM messages WHERE id = ${id} UNION SELECT 'part' FROM parts WHERE message_id = ${id}
     UNION SELECT 'event' FROM events WHERE message_id = ${id}
     UNION SELECT 'unanswered' FROM unanswered WHERE message_id = ${id}`,
  );

test('an old message is deleted with its parts, its timeline and its entries for receipts', async () => {
  const { store } = disk;
  const claimed = await claimedOf(store);
  await store.settle([unanswered(claimed)]);
  await store.giveUp(0, T0 + 2 * DAY_MS, T0 + 1000);
  await store.settle([accepted(claimed, 'r1', { part: 2, whole: false })]);
  expect(leftOf(claimed.id)).toEqual(['event', 'message', 'part', 'unanswered']);
  expect(await purge(disk, onlyMessages, LATER)).toEqual({ messages: expect.any(Number) });
  expect(leftOf(claimed.id)).toEqual([]);
  expect(await store.get(claimed.id)).toBeUndefined();
});

test('a message that is not final is kept at any age, in each open state', async () => {
  const { store } = disk;
  const queued = newMessage({ lane: freshLane() });
  await store.enqueue([queued]);
  const sending = await claimedOf(store);
  const sent = await claimedOf(store);
  const again = await claimedOf(store);
  await store.settle([accepted(sent, 'r2'), requeued(again)]);
  expect(await purge(disk, onlyMessages, T0 + 1000 * DAY_MS)).toEqual({ messages: 0 });
  for (const { id } of [queued, sending, sent, again]) expect(await store.get(id)).toBeDefined();
});

test('a receipt for a deleted message is kept as unmatched', async () => {
  const { store } = disk;
  const claimed = await claimedOf(store);
  await store.settle([accepted(claimed, 'r3')]);
  await store.giveUp(0, T0 + 2 * DAY_MS, T0 + 1000);
  await purge(disk, onlyMessages, LATER);
  expect(await store.record([receipt('r3', { to: claimed.to })], LATER)).toEqual([
    { kind: 'kept', reason: 'unknown' },
  ]);
  // A late answer does no harm either.
  await store.settle([{ ...accepted(claimed, 'r4'), key: keyOf(claimed) }]);
  expect(await store.get(claimed.id)).toBeUndefined();
});

test('an old message whose receipt came late is kept, since its age counts from the receipt', async () => {
  const { store } = disk;
  const claimed = await claimedOf(store);
  await store.settle([accepted(claimed, 'r5')]);
  await store.giveUp(0, T0 + 2 * DAY_MS, T0 + 1000);
  await store.record([receipt('r5')], LATER - 1);
  await purge(disk, onlyMessages, LATER);
  expect((await store.get(claimed.id))?.state).toBe('delivered');
});

test('a retry with the idempotency key of a deleted message is refused, and sends nothing', async () => {
  const { store } = disk;
  const key = { owner: 't', key: 'k', digest: 'd' };
  const message = newMessage({ lane: freshLane() });
  await store.enqueueOnce(key, message);
  await store.cancel(message.id, T0 + 1);
  await purge(disk, onlyMessages, LATER);
  expect(await store.enqueueOnce(key, newMessage())).toEqual({ kind: 'repeated', id: message.id });
  expect(await store.get(message.id)).toBeUndefined();
});

const insert = (id: number, createdAt: number, state: number, finalAt: number | null): string => `
  INSERT INTO messages (id, recipient, text, state, priority, lane, encoding, flash, parts, created_at, due_at, valid_until,
                        on_uncertain, owner, final_at)
  VALUES (${id}, '+33639980001', '', ${state}, 0, 1, 0, 0, 1, ${createdAt}, 0, 0, 0, 't', ${finalAt ?? 'NULL'});
  INSERT INTO parts (message_id, attempt, part, route, carrier, carrier_ref, accepted_at)
  VALUES (${id}, 1, 1, 'r', 'r', 'x', 0);`;

test('a message is deleted if and only if it became final before the limit', {
  timeout: 60_000,
}, async () => {
  const now = Date.UTC(2027, 0, 1);
  const before = now - KEPT;
  const around = fc.oneof(
    fc.integer({ min: -3, max: 3 }).map((ms) => before + ms),
    fc.integer({ min: Date.UTC(2025, 1, 1), max: now }),
  );
  const one = fc.record({
    createdAt: around,
    state: fc.integer({ min: 0, max: 10 }),
    finalAfter: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 60 * DAY_MS })),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(one, { maxLength: 40 }), async (messages) => {
      disk.fill('DELETE FROM messages; DELETE FROM parts;');
      // In the order of acceptance, as ids are assigned.
      const rows = messages
        .toSorted((a, b) => a.createdAt - b.createdAt)
        .map(({ createdAt, state, finalAfter }, index) => ({
          id: idAt(createdAt) + index,
          createdAt,
          state,
          finalAt: state > 2 ? Math.min(now, createdAt + finalAfter) : null,
        }));
      disk.fill(
        rows.map(({ id, createdAt, state, finalAt }) => insert(id, createdAt, state, finalAt)).join(''),
      );
      await purge(disk, onlyMessages, now);
      const stays = rows.filter(({ finalAt }) => finalAt === null || finalAt >= before).map(({ id }) => id);
      expect(column(disk, 'SELECT id FROM messages ORDER BY id')).toEqual(stays);
      expect(column(disk, 'SELECT message_id FROM parts ORDER BY 1')).toEqual(stays);
    }),
    { numRuns: 60 },
  );
});

test('the age of a message accepted while the clock was decades behind counts from its id', async () => {
  const now = Date.UTC(2027, 0, 1);
  disk.fill(insert(idAt(now - DAY_MS), 0, 3, 1));
  await purge(disk, onlyMessages, now);
  expect(column(disk, 'SELECT id FROM messages')).toHaveLength(1);
});

test('old messages are deleted although ids run ahead because the clock was once in 2080', async () => {
  const now = Date.UTC(2027, 0, 1);
  const ahead = Date.UTC(2080, 0, 1);
  const old = now - KEPT - 1;
  disk.fill(insert(idAt(ahead), ahead, 3, ahead) + insert(idAt(ahead) + 1, old, 3, old));
  await purge(disk, onlyMessages, now);
  expect(column(disk, 'SELECT id FROM messages')).toEqual([idAt(ahead)]);
});
