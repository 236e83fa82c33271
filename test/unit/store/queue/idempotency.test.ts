import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BatchProgress } from '../../../../src/domain/messages/message-store.ts';
import type { IdempotencyKey } from '../../../../src/kernel/idempotency-key.ts';
import { newMessage } from '../../../support/store/messages.ts';
import { StoreOnDisk } from '../../../support/store/store-on-disk.ts';

let disk: StoreOnDisk;
beforeAll(async () => {
  disk = await StoreOnDisk.open();
});
afterAll(() => disk.remove());

let keys = 0;
const freshKey = (own: Partial<IdempotencyKey> = {}): IdempotencyKey => ({
  owner: 'token-1',
  key: `key-${++keys}`,
  digest: 'digest of the body',
  ...own,
});

const isStored = async (message: { readonly id: ReturnType<typeof newMessage>['id'] }) =>
  (await disk.store.get(message.id)) !== undefined;

describe('a message with an idempotency key', () => {
  test('is stored once: its repetition is answered with the id of the stored message', async () => {
    const key = freshKey();
    const first = newMessage();
    const retry = newMessage();
    expect(await disk.store.enqueueOnce(key, first)).toEqual({ kind: 'stored' });
    expect(await disk.store.enqueueOnce(key, retry)).toEqual({ kind: 'repeated', id: first.id });
    expect(await isStored(first)).toBe(true);
    expect(await isStored(retry)).toBe(false);
  });

  test('is refused under the same key with another body, and the stored message stays', async () => {
    const key = freshKey();
    const first = newMessage();
    const other = newMessage();
    await disk.store.enqueueOnce(key, first);
    expect(await disk.store.enqueueOnce({ ...key, digest: 'another' }, other)).toEqual({ kind: 'conflict' });
    expect(await isStored(other)).toBe(false);
    expect(await disk.store.enqueueOnce(key, newMessage())).toEqual({ kind: 'repeated', id: first.id });
  });

  test('that is sent twice at the same time is stored once', async () => {
    const key = freshKey();
    const both = [newMessage(), newMessage()] as const;
    const results = await Promise.all(both.map((message) => disk.store.enqueueOnce(key, message)));
    expect(results).toEqual([{ kind: 'stored' }, { kind: 'repeated', id: both[0].id }]);
    expect(await isStored(both[1])).toBe(false);
  });

  test('that is sent twice at the same time with two bodies is stored once and refused once (conflict)', async () => {
    const key = freshKey();
    const results = await Promise.all([
      disk.store.enqueueOnce(key, newMessage()),
      disk.store.enqueueOnce({ ...key, digest: 'another' }, newMessage()),
    ]);
    expect(results).toEqual([{ kind: 'stored' }, { kind: 'conflict' }]);
  });

  test('is known as stored after a restart', async () => {
    const key = freshKey();
    const first = newMessage();
    await disk.store.enqueueOnce(key, first);
    const store = await disk.reopen();
    expect(await store.enqueueOnce(key, newMessage())).toEqual({ kind: 'repeated', id: first.id });
  });

  test('may have the same key as a message of another token, and is stored', async () => {
    const key = freshKey();
    await disk.store.enqueueOnce(key, newMessage());
    const theirs = newMessage({ owner: 'token-2' });
    expect(await disk.store.enqueueOnce({ ...key, owner: 'token-2' }, theirs)).toEqual({ kind: 'stored' });
  });
});

describe('a batch with an idempotency key', () => {
  const nothing: BatchProgress = { linesDone: 0, digest: '' };
  const at = (linesDone: number): BatchProgress => ({ linesDone, digest: `digest of ${linesDone} lines` });

  test('begins without progress, and tells after each chunk how many lines are done', async () => {
    const { owner, key } = freshKey();
    expect(await disk.store.batchProgress(owner, key)).toBeUndefined();
    expect(await disk.store.enqueueBatch(owner, key, nothing, at(2), [newMessage(), newMessage()])).toBe(
      true,
    );
    expect(await disk.store.batchProgress(owner, key)).toEqual(at(2));
    expect(await disk.store.enqueueBatch(owner, key, at(2), at(3), [newMessage()])).toBe(true);
    expect(await disk.store.batchProgress(owner, key)).toEqual(at(3));
  });

  test('keeps its progress after a chunk of which every line was refused', async () => {
    const { owner, key } = freshKey();
    expect(await disk.store.enqueueBatch(owner, key, nothing, at(5), [])).toBe(true);
    expect(await disk.store.batchProgress(owner, key)).toEqual(at(5));
  });

  test('that is sent twice at the same time stores each chunk once', async () => {
    const { owner, key } = freshKey();
    const mine = newMessage();
    const theirs = newMessage();
    const results = await Promise.all([
      disk.store.enqueueBatch(owner, key, nothing, at(1), [mine]),
      disk.store.enqueueBatch(owner, key, nothing, at(1), [theirs]),
    ]);
    expect(results).toEqual([true, false]);
    expect(await isStored(mine)).toBe(true);
    expect(await isStored(theirs)).toBe(false);
  });

  test('stores nothing when another request with its key has stored more lines meanwhile, or other lines', async () => {
    const { owner, key } = freshKey();
    await disk.store.enqueueBatch(owner, key, nothing, at(4), [newMessage()]);
    for (const before of [nothing, at(3), { ...at(4), digest: 'other lines' }]) {
      const message = newMessage();
      expect(await disk.store.enqueueBatch(owner, key, before, at(9), [message])).toBe(false);
      expect(await isStored(message)).toBe(false);
    }
    expect(await disk.store.batchProgress(owner, key)).toEqual(at(4));
  });

  test('cannot have a key that a single message had, and a single message cannot have the key of a batch', async () => {
    const single = freshKey();
    await disk.store.enqueueOnce(single, newMessage());
    expect(await disk.store.batchProgress(single.owner, single.key)).toBe('otherKind');
    expect(await disk.store.enqueueBatch(single.owner, single.key, nothing, at(1), [newMessage()])).toBe(
      false,
    );

    const batch = freshKey();
    await disk.store.enqueueBatch(batch.owner, batch.key, nothing, at(1), [newMessage()]);
    expect(await disk.store.enqueueOnce({ ...batch, digest: at(1).digest }, newMessage())).toEqual({
      kind: 'conflict',
    });
  });

  test('goes on after a restart from the progress that is on disk', async () => {
    const { owner, key } = freshKey();
    await disk.store.enqueueBatch(owner, key, nothing, at(2), [newMessage()]);
    const store = await disk.reopen();
    expect(await store.batchProgress(owner, key)).toEqual(at(2));
    expect(await store.enqueueBatch(owner, key, at(2), at(3), [newMessage()])).toBe(true);
  });
});
