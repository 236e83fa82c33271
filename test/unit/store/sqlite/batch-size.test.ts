import { EventEmitter } from 'node:events';
import { beforeEach, describe, expect, test } from 'vitest';
import { DEFAULT_INTAKE_LIMITS } from '../../../../src/domain/messages/intake-limits.ts';
import type { NewMessage } from '../../../../src/domain/messages/message.ts';
import { MOST_ROWS } from '../../../../src/store/thread/batch-size.ts';
import { Channel } from '../../../../src/store/thread/channel.ts';
import { type Batch, type Call, UNDER_WAY } from '../../../../src/store/thread/protocol.ts';
import type { Thread } from '../../../../src/store/thread/thread.ts';
import { newMessage } from '../../../support/store/messages.ts';

/** A stand-in for the database's thread, which answers when the test says so. */
class StandIn extends EventEmitter {
  readonly got: Batch[] = [];

  postMessage(message: Batch): void {
    this.got.push(message);
  }

  /** Answers all batches, the last one first, and each call with the first id that it was given. */
  answer(): void {
    for (const { serial, calls } of this.got.splice(0).reverse())
      this.emit('message', { serial, results: calls.map((call) => ({ value: firstId(call) })) });
  }
}

const firstId = ([, [messages]]: Call): unknown => (messages as readonly NewMessage[])[0]?.id;

/** All calls that were made in this turn have been sent. */
const sent = () => new Promise((resolve) => setImmediate(resolve));
const messages = (count: number) => Array.from({ length: count }, () => newMessage());

let thread: StandIn;
let channel: Channel;
beforeEach(async () => {
  thread = new StandIn();
  channel = await Channel.open(
    { place: { kind: 'sqlite', path: 'none' }, readOnly: false, limits: DEFAULT_INTAKE_LIMITS },
    async () => {
      setImmediate(() => thread.emit('message', { kind: 'open' }));
      return thread as unknown as Thread;
    },
  );
});

/** How many calls and rows each batch has that the thread has not answered. */
const sizes = (): readonly (readonly [calls: number, rows: number])[] =>
  thread.got.map(({ calls, rows }) => [calls.length, rows]);

describe('calls to the store that are made together', () => {
  test('are sent in batches that write a limited number of rows, in their order', async () => {
    const chunks = Array.from({ length: 9 }, () => messages(MOST_ROWS / 4));
    const all = chunks.map((chunk) => channel.call('enqueue', chunk));
    await sent();
    expect(sizes()).toEqual([
      [4, MOST_ROWS],
      [4, MOST_ROWS],
      [1, MOST_ROWS / 4],
    ]);
    thread.answer();
    expect(await Promise.all(all)).toEqual(chunks.map((chunk) => chunk[0]?.id));
  });

  test('of one message each are as many as rows', async () => {
    const all = Array.from({ length: MOST_ROWS + 1 }, () => channel.call('enqueue', messages(1)));
    await sent();
    expect(sizes()).toEqual([
      [MOST_ROWS, MOST_ROWS],
      [1, 1],
    ]);
    thread.answer();
    await Promise.all(all);
  });

  test('have a batch of their own if they have more rows than that', async () => {
    const chunk = messages(MOST_ROWS + 1);
    const all = [messages(1), chunk, messages(1)].map((one) => channel.call('enqueue', one));
    await sent();
    expect(sizes()).toEqual([
      [1, 1],
      [1, MOST_ROWS + 1],
      [1, 1],
    ]);
    thread.answer();
    await Promise.all(all);
  });

  test('are all sent before the thread is closed', async () => {
    const chunk = messages(MOST_ROWS);
    const all = Array.from({ length: UNDER_WAY.usual + 2 }, () => channel.call('enqueue', chunk));
    const closed = channel.close();
    expect(thread.got.splice(-1)).toEqual(['close']);
    expect(thread.got).toHaveLength(UNDER_WAY.usual + 2);
    thread.answer();
    thread.emit('exit');
    await Promise.all([...all, closed]);
  });

  test('are refused while the database is silent, also those that were not sent, but not those that it has begun', async () => {
    const chunk = messages(MOST_ROWS);
    const begun = Array.from({ length: UNDER_WAY.usual }, () => channel.call('enqueue', chunk));
    const later = Array.from({ length: 9 }, () => channel.call('enqueue', messages(1)));
    await sent();
    expect(thread.got).toHaveLength(UNDER_WAY.usual);
    thread.emit('message', { kind: 'silent', reason: 'the database does not answer' });
    for (const one of later)
      await expect(one).rejects.toMatchObject({
        code: 'storeUnavailable',
        message: 'the database does not answer',
      });
    expect(channel.failedReason).toBe('the database does not answer');
    thread.answer();
    await Promise.all(begun);
    expect(channel.failedReason).toBeUndefined();
    expect(thread.got).toEqual([]);
  });
});
