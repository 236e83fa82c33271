import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { MessageFilter, NewMessage } from '../../../../src/domain/messages/message.ts';
import { type MessageId, MessageIds } from '../../../../src/domain/messages/message-id.ts';
import type { Store } from '../../../../src/store/store.ts';
import { newMessage, numberOf, T0 } from '../../../support/store/messages.ts';
import { StoreOnDisk } from '../../../support/store/store-on-disk.ts';

const IN_BLOCK = 4096;
const ALL: MessageFilter = {
  state: undefined,
  priority: undefined,
  to: undefined,
  reference: undefined,
  since: undefined,
  owner: undefined,
};
const WANTED = numberOf(7);
const NOBODY = numberOf(8);

let disk: StoreOnDisk;
let store: Store;
const messageIds = new MessageIds(0);
let last = 0;
beforeAll(async () => {
  disk = await StoreOnDisk.open();
  store = disk.store;
});
afterAll(() => disk.remove());
// Each test begins with an empty block.
beforeEach(() => fillBlock());

const message = (own: Partial<NewMessage>): NewMessage =>
  newMessage({ id: messageIds.next(own.createdAt ?? T0), to: WANTED, ...own });

const idsTo = async (to = WANTED, filter: Partial<MessageFilter> = {}, limit = 1000): Promise<number[]> => {
  const ids: number[] = [];
  for (let cursor: string | undefined, isFirst = true; isFirst || cursor !== undefined; isFirst = false) {
    const page = await store.list({ ...ALL, ...filter, to }, { limit, cursor });
    ids.push(...page.items.map(({ id }) => id));
    cursor = page.next;
  }
  return ids;
};

/** Stores messages with the ids that follow, and returns their ids. */
const put = async (...own: Partial<NewMessage>[]): Promise<MessageId[]> => {
  const messages = own.map(message);
  await store.enqueue(messages);
  last = Math.max(last, ...messages.map(({ id }) => id));
  return messages.map(({ id }) => id);
};

/** Stores messages to others until the block is full, and writes it. */
const fillBlock = async (): Promise<void> => {
  const others = Array.from({ length: IN_BLOCK }, () => message({ to: NOBODY }));
  await store.enqueue(others);
  while (await store.writeNextBlock());
};

describe('the messages to a number', () => {
  test('are found in blocks and after the last block, newest first, each once', async () => {
    const before = await put({}, {});
    await fillBlock();
    await fillBlock();
    const middle = await put({});
    await fillBlock();
    const after = await put({}, {});
    const all = [...before, ...middle, ...after].toReversed();
    expect((await idsTo()).slice(0, all.length)).toEqual(all);
    for (const limit of [1, 2, 3]) expect((await idsTo(WANTED, {}, limit)).slice(0, all.length)).toEqual(all);
  });

  test('can be filtered as others can', async () => {
    const owner = 'lister-of-blocks';
    const [first, second] = await put(
      { owner, priority: 'high', createdAt: T0 },
      { owner, reference: 'crue', createdAt: T0 + 60_000 },
    );
    await fillBlock();
    expect(await idsTo(WANTED, { owner })).toEqual([second, first]);
    expect(await idsTo(WANTED, { owner, priority: 'high' })).toEqual([first]);
    expect(await idsTo(WANTED, { owner, reference: 'crue' })).toEqual([second]);
    expect(await idsTo(WANTED, { owner, since: T0 + 60_000 })).toEqual([second]);
    expect(await idsTo(WANTED, { owner, state: 'queued' })).toEqual([second, first]);
    expect(await idsTo(WANTED, { owner, state: 'delivered' })).toEqual([]);
  });

  test('that are stored after a block with greater ids was written are found too', async () => {
    const late = message({});
    await put({});
    await fillBlock();
    await store.enqueue([late]);
    expect(await idsTo()).toContain(late.id);
  });

  test('are no longer found after they were deleted or belong to another number', async () => {
    const [gone, renamed] = await put({}, {});
    await fillBlock();
    disk.fill(`DELETE FROM messages WHERE id = ${gone}`);
    disk.fill(`UPDATE messages SET recipient = 'erased-1' WHERE id = ${renamed}`);
    const ids = await idsTo();
    expect(ids).not.toContain(gone);
    expect(ids).not.toContain(renamed);
    expect(await idsTo('erased-1' as typeof WANTED)).toEqual([renamed]);
  });

  test('are all in the answer about a person, wherever they stand', async () => {
    const to = numberOf(10);
    const [first] = await put({ to });
    await fillBlock();
    const [second] = await put({ to });
    const { messages } = await store.persons.read(to, [to]);
    expect(messages.map(({ id }) => id)).toEqual([first, second]);
  });

  test('are found after a block without messages was removed', async () => {
    const [kept] = await put({});
    await fillBlock();
    const [first] = await put({ to: numberOf(9) });
    await fillBlock();
    await put({});
    await fillBlock();
    disk.fill(`DELETE FROM messages WHERE id >= ${first} AND id < ${last}`);
    const found = await idsTo();
    await store.dropEmptyBlocks();
    expect(await idsTo()).toEqual(found);
    expect(found).toContain(kept);
    // A message with an id of the removed block comes late.
    await store.enqueue([message({ id: ((first ?? 0) + 1) as MessageId })]);
    expect(await idsTo()).toContain((first ?? 0) + 1);
  });
});
