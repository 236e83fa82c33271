import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { MessageFilter, NewMessage } from '../../../../src/domain/messages/message.ts';
import { idAt } from '../../../../src/domain/messages/message-id.ts';
import { stateCode } from '../../../../src/domain/messages/state.ts';
import {
  accepted,
  claimedOf,
  ended,
  HOUR_MS,
  newMessage,
  numberOf,
  T0,
} from '../../../support/store/messages.ts';
import { StoreOnDisk } from '../../../support/store/store-on-disk.ts';

let disk: StoreOnDisk;
beforeAll(async () => {
  disk = await StoreOnDisk.open();
});
afterAll(() => disk.remove());

let owners = 0;
/** Lists what a token of its own sent. */
const ownList = () => {
  const owner = `lister-${++owners}`;
  return {
    owner,
    enqueue: async (...own: Partial<NewMessage>[]) => {
      const messages = own.map((one) => newMessage({ owner, ...one }));
      await disk.store.enqueue(messages);
      return messages.map(({ id }) => id);
    },
    ids: async (filter: Partial<MessageFilter>, limit = 100) => {
      const { items } = await disk.store.list(
        { ...everything, owner, ...filter },
        { limit, cursor: undefined },
      );
      return items.map(({ id }) => id);
    },
  };
};
/** Above all ids of this file. */
const BEYOND = idAt(T0 + HOUR_MS);
const everything: MessageFilter = {
  state: undefined,
  priority: undefined,
  to: undefined,
  reference: undefined,
  since: undefined,
  owner: undefined,
};

describe('the list of messages', () => {
  test('is newest first', async () => {
    const mine = ownList();
    const ids = await mine.enqueue({}, {}, {});
    expect(await mine.ids({})).toEqual(ids.toReversed());
  });

  test('shows a token no message of another token', async () => {
    const mine = ownList();
    const theirs = ownList();
    const ids = await mine.enqueue({ reference: 'shared' });
    await theirs.enqueue({ reference: 'shared' });
    expect(await mine.ids({ reference: 'shared' })).toEqual(ids);
  });

  test('can be filtered by priority, recipient, reference and time, and by all of them together', async () => {
    const mine = ownList();
    const [a, b, c] = await mine.enqueue(
      { priority: 'critical', to: numberOf(1), reference: 'x', createdAt: T0 },
      { priority: 'critical', to: numberOf(2), reference: 'y', createdAt: T0 + 10 },
      { priority: 'low', to: numberOf(2), reference: 'x', createdAt: T0 + 20 },
    );
    expect(await mine.ids({ priority: 'critical' })).toEqual([b, a]);
    expect(await mine.ids({ to: numberOf(2) })).toEqual([c, b]);
    expect(await mine.ids({ reference: 'x' })).toEqual([c, a]);
    expect(await mine.ids({ since: T0 + 10 })).toEqual([c, b]);
    expect(await mine.ids({ priority: 'critical', to: numberOf(2), reference: 'y', since: T0 })).toEqual([b]);
    expect(await mine.ids({ priority: 'low', reference: 'y' })).toEqual([]);
  });

  test('can be filtered by each state', async () => {
    const mine = ownList();
    const { owner } = mine;
    const sending = await claimedOf(disk.store, { owner });
    const sent = await claimedOf(disk.store, { owner });
    const failed = await claimedOf(disk.store, { owner });
    const uncertain = await claimedOf(disk.store, { owner });
    await disk.store.settle([
      accepted(sent, 'listed-1'),
      ended(failed, 'failed'),
      ended(uncertain, 'uncertain'),
    ]);
    const [queued] = await mine.enqueue({});
    expect(await mine.ids({ state: 'queued' })).toEqual([queued]);
    expect(await mine.ids({ state: 'sending' })).toEqual([sending.id]);
    expect(await mine.ids({ state: 'sent' })).toEqual([sent.id]);
    expect(await mine.ids({ state: 'failed' })).toEqual([failed.id]);
    expect(await mine.ids({ state: 'uncertain' })).toEqual([uncertain.id]);
    expect(await mine.ids({ state: 'delivered' })).toEqual([]);
  });

  test('finds queued messages, and those of a token, behind many newer ones of others', async () => {
    const mine = ownList();
    const [first, second] = await mine.enqueue({}, { priority: 'high' });
    disk.fill(`
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50002)
      INSERT INTO messages (id, recipient, text, state, priority, lane, encoding, flash, parts, created_at, due_at,
                            valid_until, on_uncertain, owner, final_at)
      SELECT ${BEYOND} + i, '+33639980001', '', ${stateCode('delivered')}, 2, 1, 0, 0, 1, 0, 0, 0, 0, 'other', 0 FROM n`);
    expect(await mine.ids({ state: 'queued' })).toEqual([second, first]);
    expect(await mine.ids({ state: 'queued' }, 1)).toEqual([second]);
    expect(await mine.ids({})).toEqual([second, first]);
    expect(await mine.ids({}, 1)).toEqual([second]);
    expect(await mine.ids({ priority: 'high', since: T0 })).toEqual([second]);
    // Before the first id.
    expect(await mine.ids({ priority: 'high', since: 0 })).toEqual([second]);
    expect(await mine.ids({ priority: 'low', since: 0 })).toEqual([]);
    expect(await mine.ids({ state: 'suppressed', since: 0 })).toEqual([]);
    disk.fill("DELETE FROM messages WHERE owner = 'other'");
  });

  test('is read page by page without a gap or a repetition, even if messages come meanwhile', async () => {
    const mine = ownList();
    const ids = await mine.enqueue(...Array.from({ length: 23 }, () => ({})));
    const shown: number[] = [];
    let cursor: string | undefined;
    do {
      const page = await disk.store.list({ ...everything, owner: mine.owner }, { limit: 10, cursor });
      shown.push(...page.items.map(({ id }) => id));
      cursor = page.next;
      await mine.enqueue({});
    } while (cursor !== undefined);
    expect(shown).toEqual(ids.toReversed());
  });

  test('has no next page when its last page is exactly full', async () => {
    const mine = ownList();
    await mine.enqueue({}, {});
    const page = await disk.store.list({ ...everything, owner: mine.owner }, { limit: 2, cursor: undefined });
    expect(page.items).toHaveLength(2);
    expect(page.next).toBeUndefined();
  });
});
