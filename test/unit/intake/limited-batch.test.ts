import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Allowance } from '../../../src/domain/access/token-limits.ts';
import { countMessages, type TokenCounts } from '../../../src/domain/access/token-limits.ts';
import { MessageIds } from '../../../src/domain/messages/message-id.ts';
import { type BatchLine, Intake } from '../../../src/intake/intake.ts';
import { StoreOnDisk } from '../../support/store/store-on-disk.ts';

let disk: StoreOnDisk;
let intake: Intake;
beforeEach(async () => {
  disk = await StoreOnDisk.open();
  intake = new Intake({
    store: disk.store,
    lanes: { numberFor: () => 1 },
    ids: new MessageIds(0),
    clock: disk.clock,
    defaults: { senderFor: () => 'PREFECTURE', country: 'FR', hasRoute: () => true },
    queued: () => {},
  });
});
afterEach(() => disk.remove());

const allowanceOf = (perMinute: number): Allowance => {
  let counts: TokenCounts | undefined;
  return {
    limits: { perMinute },
    take: async (messages) => {
      const counted = countMessages(counts, { perMinute }, messages, disk.clock.now());
      counts = counted.counts;
      return counted.taken;
    },
  };
};

const lines = (count: number): readonly BatchLine[] =>
  Array.from({ length: count }, (_, index) => {
    const to = `+3363998${String(index + 1).padStart(4, '0')}`;
    return { line: index + 1, raw: JSON.stringify({ to, text: 'Alerte' }), input: { to, text: 'Alerte' } };
  });

async function* chunksOf(all: readonly BatchLine[], size: number) {
  for (let from = 0; from < all.length; from += size) yield all.slice(from, from + size);
}

const stored = async (): Promise<number> =>
  (await disk.store.counts()).reduce((sum, { messages }) => sum + messages, 0);

const send = async (allowance: Allowance, size: number) => {
  const result = await intake.acceptBatch(chunksOf(lines(10), size), 'token', 'key', allowance);
  if (result.kind !== 'done') throw new Error(result.kind);
  return { accepted: result.accepted, refused: result.refused.map(({ line }) => line) };
};

for (const size of [3, 4, 10]) {
  test(`a batch that met the limit of its token is never said to be accepted whole when it is sent again (${size} lines at once)`, async () => {
    const allowance = allowanceOf(4);
    expect(await send(allowance, size)).toEqual({ accepted: 4, refused: [5, 6, 7, 8, 9, 10] });
    expect(await send(allowance, size)).toEqual({ accepted: 4, refused: [5, 6, 7, 8, 9, 10] });
    expect(await stored()).toBe(4);
    await disk.clock.advance(60_000);
    expect(await send(allowance, size)).toEqual({ accepted: 8, refused: [9, 10] });
    await disk.clock.advance(60_000);
    expect(await send(allowance, size)).toEqual({ accepted: 10, refused: [] });
    expect(await stored()).toBe(10);
  });
}

test('once a limit is met, later lines wait too, also where the minute ends while the batch is read', async () => {
  const allowance = allowanceOf(4);
  async function* slowly() {
    for await (const chunk of chunksOf(lines(10), 5)) {
      yield chunk;
      await disk.clock.advance(60_000);
    }
  }
  const first = await intake.acceptBatch(slowly(), 'token', 'key', allowance);
  expect(first).toMatchObject({ kind: 'done', accepted: 4 });
  expect(await send(allowance, 5)).toEqual({ accepted: 8, refused: [9, 10] });
  expect(await stored()).toBe(8);
});

test('once a limit is met, later lines of a batch without a key wait too, also where the minute ends meanwhile', async () => {
  const allowance = allowanceOf(4);
  async function* slowly() {
    yield* chunksOf(lines(5), 5);
    await disk.clock.advance(60_000);
    yield* chunksOf(lines(7).slice(5), 2);
  }
  const result = await intake.acceptBatch(slowly(), 'token', undefined, allowance);
  expect(result).toMatchObject({
    kind: 'done',
    accepted: 4,
    refused: [{ line: 5 }, { line: 6 }, { line: 7 }],
  });
  expect(await stored()).toBe(4);
});

test('a batch without a key is stored up to the limit of its token, while two of its chunks are under way', async () => {
  const result = await intake.acceptBatch(chunksOf(lines(10), 2), 'token', undefined, allowanceOf(7));
  expect(result).toMatchObject({
    kind: 'done',
    accepted: 7,
    refused: [{ line: 8 }, { line: 9 }, { line: 10 }],
  });
  expect(await stored()).toBe(7);
});
