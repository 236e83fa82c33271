import { beforeEach, describe, expect, test } from 'vitest';
import type { Allowance } from '../../../src/domain/access/token-limits.ts';
import { MessageIds } from '../../../src/domain/messages/message-id.ts';
import { CommitsUnderWay } from '../../../src/intake/commits-under-way.ts';
import { type BatchLine, Intake } from '../../../src/intake/intake.ts';
import type { Store } from '../../../src/store/store.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const FULL = new Error('the disk is full');

/** The calls of the store, which the test answers. */
let asked: PromiseWithResolvers<void>[];
let queued: number;
let intake: Intake;
beforeEach(() => {
  asked = [];
  queued = 0;
  const enqueue = (): Promise<void> => {
    const one = Promise.withResolvers<void>();
    asked.push(one);
    return one.promise;
  };
  intake = new Intake({
    store: { enqueue } as unknown as Store,
    lanes: { numberFor: () => 1 },
    ids: new MessageIds(0),
    clock: new VirtualClock(),
    defaults: { senderFor: () => 'PREFECTURE', country: 'FR', hasRoute: () => true },
    queued: (_lane, _priority, messages) => {
      queued += messages;
    },
  });
});

/** All that can happen without an answer of the store has happened. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

/** How many sources of chunks have been read to their end, or left. */
let closed = 0;

/**
 * Chunks of ten lines.
 * @param broken whether the connection ends after them
 */
async function* chunks(count: number, broken = false): AsyncGenerator<readonly BatchLine[]> {
  try {
    yield* tens(count);
    if (broken) throw new Error('the connection is gone');
  } finally {
    closed++;
  }
}

function* tens(count: number): Generator<readonly BatchLine[]> {
  for (let chunk = 0; chunk < count; chunk++) {
    yield Array.from({ length: 10 }, (_, index) => {
      const to = `+3363998${String(chunk * 10 + index).padStart(4, '0')}`;
      return { line: chunk * 10 + index + 1, raw: to, input: { to, text: 'Alerte' } };
    });
  }
}

test('a commit that cannot even begin is a failed one, and takes no room from other batches', async () => {
  const all = { underWay: 0 };
  const commits = new CommitsUnderWay(all);
  await commits.begin(() => {
    throw FULL;
  });
  await expect(commits.end()).rejects.toBe(FULL);
  expect(all.underWay).toBe(0);
});

const accept = (all: AsyncIterable<readonly BatchLine[]>) => {
  const answer = { isGiven: false, of: intake.acceptBatch(all, 'me', undefined) };
  const given = (): void => {
    answer.isGiven = true;
  };
  answer.of.then(given, given);
  return answer;
};

describe('a batch without a key', () => {
  test('has two chunks with the store, and the third one goes there when the first is on disk', async () => {
    const answer = accept(chunks(3));
    await settled();
    expect(asked).toHaveLength(2);
    asked[0]?.resolve();
    await settled();
    expect([asked.length, queued]).toEqual([3, 10]);
    asked[2]?.resolve();
    asked[1]?.resolve();
    expect(await answer.of).toEqual({ kind: 'done', accepted: 30, refused: [] });
    expect(queued).toBe(30);
  });

  test('gives no further chunk to the store once one was not stored, and is answered when none is under way', async () => {
    const answer = accept(chunks(9));
    await settled();
    asked[0]?.reject(FULL);
    await settled();
    expect([asked.length, answer.isGiven]).toEqual([2, false]);
    asked[1]?.resolve();
    await expect(answer.of).rejects.toBe(FULL);
    expect([asked.length, queued]).toEqual([2, 10]);
  });

  test('gives no further chunk to the store once the second was not stored, while the first is under way', async () => {
    closed = 0;
    const answer = accept(chunks(9));
    await settled();
    asked[1]?.reject(FULL);
    await settled();
    asked[0]?.resolve();
    await expect(answer.of).rejects.toBe(FULL);
    expect([asked.length, queued, closed]).toEqual([2, 10, 1]);
  });

  test('of no lines is accepted', async () => {
    expect(await accept(chunks(0)).of).toEqual({ kind: 'done', accepted: 0, refused: [] });
    expect(asked).toEqual([]);
  });

  test('has one chunk with the store while many others have theirs there', async () => {
    const others = [accept(chunks(2)), accept(chunks(2))];
    await settled();
    expect(asked).toHaveLength(4);
    const answer = accept(chunks(3));
    await settled();
    expect(asked).toHaveLength(5);
    for (const one of asked.slice(0, 4)) one.resolve();
    await Promise.all(others.map(({ of }) => of));
    asked[4]?.resolve();
    await settled();
    expect(asked).toHaveLength(7);
    for (const one of asked.slice(5)) one.resolve();
    expect(await answer.of).toMatchObject({ accepted: 30 });
  });

  test('counts no further chunk against the limits of its token after one that the store refuses at once', async () => {
    intake = new Intake({
      store: { enqueue: () => Promise.reject(FULL) } as unknown as Store,
      lanes: { numberFor: () => 1 },
      ids: new MessageIds(0),
      clock: new VirtualClock(),
      defaults: { senderFor: () => 'PREFECTURE', country: 'FR', hasRoute: () => true },
      queued: () => {},
    });
    let counted = 0;
    const allowance: Allowance = {
      limits: { perMinute: 1000 },
      take: async (messages) => {
        counted += messages;
        return { granted: messages, full: undefined };
      },
    };
    await expect(intake.acceptBatch(chunks(9), 'me', undefined, allowance)).rejects.toBe(FULL);
    expect(counted).toBe(10);
  });

  test('tells of the chunk that was not stored, though the connection broke off too', async () => {
    const answer = accept(chunks(2, true));
    await settled();
    asked[0]?.resolve();
    asked[1]?.reject(FULL);
    await expect(answer.of).rejects.toBe(FULL);
  });

  test('tells that it broke off only when all before is on disk', async () => {
    const answer = accept(chunks(2, true));
    await settled();
    asked[1]?.resolve();
    await settled();
    expect(answer.isGiven).toBe(false);
    asked[0]?.resolve();
    await expect(answer.of).rejects.toThrow('the connection is gone');
    expect(queued).toBe(20);
  });
});
