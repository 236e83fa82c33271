import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MessageIds } from '../../../src/domain/messages/message-id.ts';
import { type BatchLine, type BatchResult, Intake } from '../../../src/intake/intake.ts';
import type { Store } from '../../../src/store/store.ts';
import { StoreOnDisk } from '../../support/store/store-on-disk.ts';

let disk: StoreOnDisk;
let ids: MessageIds;
let told = 0;

beforeEach(async () => {
  disk = await StoreOnDisk.open();
  ids = new MessageIds(0);
  told = 0;
});
afterEach(() => disk.remove());

const intakeOn = (store: Store) =>
  new Intake({
    store,
    lanes: { numberFor: () => 1 },
    ids,
    clock: disk.clock,
    defaults: { senderFor: () => 'PREFECTURE', country: 'FR', hasRoute: () => true },
    queued: (_lane, _priority, messages) => {
      told += messages;
    },
  });

const line = (number: number, to = `+3363998${String(number).padStart(4, '0')}`): BatchLine => ({
  line: number,
  raw: JSON.stringify({ to, text: 'Alerte' }),
  input: { to, text: 'Alerte' },
});
const lines = (count: number) => Array.from({ length: count }, (_, index) => line(index + 1));

/** The chunks of a request, whose connection may end before all have come. */
async function* chunks(all: readonly BatchLine[], size: number, cutAfter = Number.POSITIVE_INFINITY) {
  for (let from = 0; from < all.length; from += size) {
    if (from >= cutAfter) throw new Error('the connection is gone');
    yield all.slice(from, from + size);
  }
}

const stored = async (): Promise<string[]> => {
  const { items } = await disk.store.list(
    {
      state: undefined,
      priority: undefined,
      to: undefined,
      reference: undefined,
      since: undefined,
      owner: undefined,
    },
    { limit: 1000, cursor: undefined },
  );
  return items.map(({ to }) => to).sort();
};

const queued = async (): Promise<number> =>
  (await disk.store.counts()).reduce((sum, { messages }) => sum + messages, 0);

const accepted = (result: BatchResult) => (result.kind === 'done' ? result.accepted : result.kind);

describe('a batch', () => {
  test('is on disk when it is accepted, and the send loop is told of each line', async () => {
    const result = await intakeOn(disk.store).acceptBatch(chunks(lines(25), 10), 'me', undefined);
    expect(result).toEqual({ kind: 'done', accepted: 25, refused: [] });
    expect(await stored()).toHaveLength(25);
    expect(told).toBe(25);
  });

  test('lists each refused line with its number and errors, and accepts the other lines', async () => {
    const bad: BatchLine = { line: 3, raw: '{', errors: [{ path: '', message: 'is no JSON' }] };
    const all = [line(1), line(2, 'nobody'), bad, line(4)];
    const result = await intakeOn(disk.store).acceptBatch(chunks(all, 2), 'me', undefined);
    expect(result).toMatchObject({ kind: 'done', accepted: 2, refused: [{ line: 2 }, { line: 3 }] });
    expect(await stored()).toHaveLength(2);
  });

  test('is not read further after 10,000 refused lines, and the result names the first line that was not read', async () => {
    const wrong = Array.from({ length: 10_500 }, (_, index) => line(index + 1, 'x'));
    const result = await intakeOn(disk.store).acceptBatch(chunks(wrong, 1000), 'me', undefined);
    const refused = result.kind === 'done' ? result.refused : [];
    expect(refused).toHaveLength(10_001);
    expect(refused.at(-1)).toMatchObject({
      line: 10_001,
      errors: [{ message: expect.stringContaining('not read') }],
    });
  });

  test('with an idempotency key, cut off anywhere and sent again, stores each line exactly once', async () => {
    const all = lines(40);
    // The generator may give the same numbers twice, so each run needs a key of its own.
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 15 }),
        fc.integer({ min: 1, max: 15 }),
        fc.integer({ min: 0, max: 40 }),
        async (first, second, cut) => {
          const key = `key ${++runs}`;
          const owner = key;
          const before = await queued();
          const intake = intakeOn(disk.store);
          await intake.acceptBatch(chunks(all, first, cut), owner, key).catch(() => {});
          expect(accepted(await intake.acceptBatch(chunks(all, second), owner, key))).toBe(40);
          expect(accepted(await intake.acceptBatch(chunks(all, first), owner, key))).toBe(40);
          expect((await queued()) - before).toBe(40);
        },
      ),
      { numRuns: 20 },
    );
  });

  test('with the idempotency key of another batch is a conflict, and none of its lines is stored', async () => {
    const intake = intakeOn(disk.store);
    await intake.acceptBatch(chunks(lines(20), 10), 'me', 'key');
    const other = [...lines(19), line(99)];
    expect(accepted(await intake.acceptBatch(chunks(other, 10), 'me', 'key'))).toBe('conflict');
    expect(accepted(await intake.acceptBatch(chunks(lines(10), 10), 'me', 'key'))).toBe('conflict');
    expect(await stored()).toHaveLength(20);
  });

  test('that is sent twice at the same time with one idempotency key is stored once, and the second request may be repeated', async () => {
    const intake = intakeOn(disk.store);
    const twice = [1, 2].map(() => intake.acceptBatch(chunks(lines(20), 10), 'me', 'key'));
    const kinds = (await Promise.all(twice)).map(({ kind }) => kind).sort();
    expect(kinds).toEqual(['done', 'overtaken']);
    expect(await stored()).toHaveLength(20);
    expect(accepted(await intake.acceptBatch(chunks(lines(20), 10), 'me', 'key'))).toBe(20);
    expect(await stored()).toHaveLength(20);
  });

  test('with an idempotency key that another token has used is stored as a batch of its own', async () => {
    const intake = intakeOn(disk.store);
    await intake.acceptBatch(chunks(lines(5), 10), 'me', 'key');
    expect(accepted(await intake.acceptBatch(chunks(lines(5), 10), 'you', 'key'))).toBe(5);
    expect(await stored()).toHaveLength(10);
  });

  test('that is sent again with more lines at its end stores the new lines', async () => {
    const intake = intakeOn(disk.store);
    await intake.acceptBatch(chunks(lines(10), 4), 'me', 'key');
    expect(accepted(await intake.acceptBatch(chunks(lines(15), 4), 'me', 'key'))).toBe(15);
    expect(await stored()).toHaveLength(15);
  });

  test('is refused during a graceful shutdown', async () => {
    const intake = intakeOn(disk.store);
    intake.stop();
    await expect(intake.acceptBatch(chunks(lines(1), 1), 'me', undefined)).rejects.toMatchObject({
      code: 'shuttingDown',
    });
    expect(await stored()).toEqual([]);
  });
});
