import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DEFAULT_INTAKE_LIMITS } from '../../../../src/domain/messages/intake-limits.ts';
import { HOUR_MS, inbound, numberOf, T0 } from '../../../support/store/messages.ts';
import { StoreOnDisk } from '../../../support/store/store-on-disk.ts';

const LIMITS = {
  ...DEFAULT_INTAKE_LIMITS,
  others: { ...DEFAULT_INTAKE_LIMITS.others, incomplete: 5, incompletePerSender: 2 },
};

const part = (from: string, reference: number, number: number, text: string, total = 2) =>
  inbound({ from, text, concat: { reference, total, part: number } });

const textsOf = async (disk: StoreOnDisk) => {
  const { items } = await disk.store.inbox({ limit: 1000, cursor: undefined });
  return items.map(({ text }) => text).toReversed();
};

describe('incomplete long messages from phones', () => {
  let disk: StoreOnDisk;
  beforeEach(async () => {
    disk = await StoreOnDisk.open(LIMITS);
  });
  afterEach(() => disk.remove());

  test('are limited for each sender: beyond the limit the inbox shows the oldest with the parts that came', async () => {
    const from = numberOf(1);
    expect(await disk.store.receive(part(from, 1, 1, 'one '), T0)).toEqual({ crowded: false });
    expect(await disk.store.receive(part(from, 2, 1, 'two '), T0 + 1)).toEqual({ crowded: false });
    expect(await textsOf(disk)).toEqual([]);
    expect(await disk.store.receive(part(from, 3, 1, 'three '), T0 + 2)).toEqual({ crowded: true });
    expect(await textsOf(disk)).toEqual(['one […]']);
    // Those that were not pushed out are still joined.
    await disk.store.receive(part(from, 2, 2, 'and its rest'), T0 + 3);
    expect(await textsOf(disk)).toEqual(['one […]', 'two and its rest']);
  });

  test('are limited for each route: beyond the limit the inbox shows the oldest with the parts that came, whoever sent it', async () => {
    for (let index = 0; index < 7; index++) {
      await disk.store.receive(part(numberOf(index), 1, 2, `${index}`), T0 + index);
    }
    expect(await textsOf(disk)).toEqual(['[…]0', '[…]1']);
    // Another route has a limit of its own.
    const other = { ...part(numberOf(1), 1, 1, 'elsewhere'), route: 'modem-1' };
    expect(await disk.store.receive(other, T0 + 9)).toEqual({ crowded: false });
  });

  test('count once for the limit, however many of their parts came, and no longer once they are complete', async () => {
    for (let round = 0; round < 20; round++) {
      const from = numberOf(round);
      for (const one of [1, 2, 3]) {
        expect(await disk.store.receive(part(from, 1, one, `${one}`, 3), T0)).toEqual({ crowded: false });
      }
    }
    expect(new Set(await textsOf(disk))).toEqual(new Set(['123']));
  });

  test('are shown after a day with the parts that came, the oldest message first', async () => {
    await disk.store.receive(part(numberOf(1), 1, 1, 'old '), T0);
    await disk.store.receive(part(numberOf(2), 1, 1, 'older '), T0 - 1);
    await disk.store.receive(part(numberOf(3), 1, 1, 'young '), T0 + HOUR_MS);
    expect(await disk.store.showOverdue(T0 + 24 * HOUR_MS - 1, 10, true)).toBe(0);
    expect(await disk.store.showOverdue(T0 + 24 * HOUR_MS + 1, 1, true)).toBe(1);
    expect(await disk.store.showOverdue(T0 + 24 * HOUR_MS + 1, 10, true)).toBe(1);
    expect(await textsOf(disk)).toEqual(['older […]', 'old […]']);
  });

  test('that came while the clock was ahead are shown once it is right, and not while it may be behind', async () => {
    await disk.store.receive(part(numberOf(1), 1, 1, 'from ahead '), T0 + 400 * 24 * HOUR_MS);
    await disk.store.receive(part(numberOf(2), 1, 1, 'yesterday '), T0);
    await disk.reopen();
    const behind = T0 - 400 * 24 * HOUR_MS;
    expect(await disk.store.showOverdue(behind, 10, false)).toBe(0);
    await disk.store.receive(part(numberOf(2), 1, 2, 'and today'), behind);
    expect(await textsOf(disk)).toEqual(['yesterday and today']);
    expect(await disk.store.showOverdue(T0 + HOUR_MS, 10, true)).toBe(1);
    expect(await textsOf(disk)).toEqual(['yesterday and today', 'from ahead […]']);
  });

  test('no longer count for the limit when retention or erasure has deleted their parts', async () => {
    for (let index = 0; index < 5; index++) await disk.store.receive(part(numberOf(index), 1, 1, 'x'), T0);
    disk.fill('DELETE FROM inbox_parts');
    for (let index = 0; index < 5; index++) {
      const one = part(numberOf(index), 1, 1, 'y');
      expect(await disk.store.receive(one, T0)).toEqual({ crowded: false });
    }
    await disk.reopen();
    expect(await disk.store.receive(part(numberOf(9), 1, 1, 'z'), T0)).toEqual({ crowded: true });
  });
});

describe('a message from a phone', () => {
  let empty: StoreOnDisk;
  let full: StoreOnDisk;
  beforeAll(async () => {
    [empty, full] = [await StoreOnDisk.open(), await StoreOnDisk.open()];
    const numbers = 'WITH RECURSIVE n (i) AS (VALUES (0) UNION ALL SELECT i + 1 FROM n WHERE i < 29999)';
    full.fill(`
      ${numbers} INSERT INTO inbox_parts (route, sender, reference, total, part, at, text)
        SELECT 'carrier-b', '+3319900' || (i % 10000), i / 10000, 3, 1, ${T0}, '"first"' FROM n;
      ${numbers} INSERT INTO inbox (at, route, sender, text, handled_as)
        SELECT ${T0}, 'carrier-a', '+3319900' || (i % 10000), 'Where is the shelter?', 'inbox' FROM n;`);
  });
  afterAll(() => Promise.all([empty, full].map((disk) => disk.remove())));

  test('takes no longer to store however many incomplete messages and messages in the inbox there are', async () => {
    /** Resolves with the ms that fifty phones take, each with three messages and one look into the inbox. */
    const take = async ({ store }: StoreOnDisk, round: number): Promise<number> => {
      const begun = performance.now();
      const received = Array.from({ length: 50 }, async (_, index) => {
        const from = numberOf(50 * round + index);
        await store.receive(part(from, 1, 1, 'begins '), T0 + 1);
        await store.receive(part(from, 1, 1, 'begins anew '), T0 + 1);
        await store.receive(part(from, 1, 2, 'and ends'), T0 + 1);
      });
      await Promise.all(received);
      return performance.now() - begun;
    };
    // Both in turn, and the least of five, so that what else the machine does counts for neither.
    let [leastEmpty, leastFull] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    for (let round = 0; round < 5; round++) {
      leastEmpty = Math.min(leastEmpty, await take(empty, round));
      leastFull = Math.min(leastFull, await take(full, round));
    }
    // When each message read all those before it, it took 12 ms on a file, which is some thirty times as long.
    expect(leastFull).toBeLessThan(3 * leastEmpty);
    const { items } = await full.store.inbox({ limit: 1000, cursor: undefined });
    expect(items.filter(({ text }) => text === 'begins anew and ends')).toHaveLength(250);
    expect(items.filter(({ text }) => text === 'begins […]')).toHaveLength(250);
  });
});
