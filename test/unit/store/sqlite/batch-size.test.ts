import { EventEmitter } from 'node:events';
import { beforeEach, describe, expect, test } from 'vitest';
import { DEFAULT_INTAKE_LIMITS } from '../../../../src/domain/messages/intake-limits.ts';
import { MOST_ROWS } from '../../../../src/store/thread/batch-size.ts';
import { Channel } from '../../../../src/store/thread/channel.ts';
import type { Batch } from '../../../../src/store/thread/protocol.ts';
import type { Thread } from '../../../../src/store/thread/thread.ts';
import { newMessage } from '../../../support/store/messages.ts';

/** A stand-in for the database's thread, which answers when the test says so. */
class StandIn extends EventEmitter {
  readonly got: Batch[] = [];

  postMessage(message: Batch): void {
    this.got.push(message);
  }

  answer(): void {
    for (const { serial, calls } of this.got.splice(0))
      this.emit('message', { serial, results: calls.map(() => ({ value: undefined })) });
  }
}

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
    const chunk = messages(MOST_ROWS / 4);
    const all = Array.from({ length: 9 }, () => channel.call('enqueue', chunk));
    await sent();
    expect(sizes()).toEqual([
      [4, MOST_ROWS],
      [4, MOST_ROWS],
      [1, MOST_ROWS / 4],
    ]);
    thread.answer();
    await Promise.all(all);
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
});
