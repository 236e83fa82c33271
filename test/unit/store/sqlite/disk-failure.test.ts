import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DEFAULT_INTAKE_LIMITS } from '../../../../src/domain/messages/intake-limits.ts';
import { Channel } from '../../../../src/store/thread/channel.ts';
import { startThread } from '../../../../src/store/thread/thread.ts';
import { sqliteDescribe } from '../../../support/store/about-sqlite.ts';
import { accepted, claimRequest, newMessage, receipt, T0 } from '../../../support/store/messages.ts';

let folder: string;
let channel: Channel;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tocsin-full-'));
  const place = { kind: 'sqlite', path: join(folder, 'tocsin.db') } as const;
  const options = { place, readOnly: false, limits: DEFAULT_INTAKE_LIMITS };
  channel = await Channel.open(options, startThread);
});
afterEach(async () => {
  await channel.close();
  await rm(folder, { recursive: true, force: true });
});

// SQLite answers SQLITE_FULL to a write that needs more pages than `max_page_count`: a full disk on demand.
const pageCount = async (): Promise<number> => {
  const { rows } = await channel.call('query', 'PRAGMA page_count', []);
  return Number((rows[0] as { page_count: number }).page_count);
};
const fillDisk = async () => {
  await channel.call('query', `PRAGMA max_page_count = ${await pageCount()}`, []);
};
const freeDisk = () => channel.call('query', 'PRAGMA max_page_count = 1000000', []);

/** Larger than what is free in any page. */
const large = () => newMessage({ text: 'x'.repeat(20_000) });
const stored = async (): Promise<number[]> => {
  const { rows } = await channel.call('query', 'SELECT id FROM messages ORDER BY id', []);
  return rows.map((row) => (row as { id: number }).id);
};

sqliteDescribe('a store on a disk that is full', () => {
  test('refuses a call as `storeUnavailable`, with the reason, and stores nothing of it', async () => {
    await fillDisk();
    await expect(channel.call('enqueue', [newMessage(), large()])).rejects.toMatchObject({
      code: 'storeUnavailable',
      message: expect.stringContaining('SQLITE_FULL'),
    });
    expect(channel.failedReason).toContain('SQLITE_FULL');
    expect(await stored()).toEqual([]);
  });

  test('refuses all calls of the transaction, and answers none of them as stored', async () => {
    await fillDisk();
    const results = await Promise.allSettled([
      channel.call('enqueue', [newMessage()]),
      channel.call('enqueue', [large()]),
      channel.call('enqueue', [newMessage()]),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(await stored()).toEqual([]);
  });

  test('keeps what was stored before, and accepts the refused message when there is room', async () => {
    const before = newMessage();
    await channel.call('enqueue', [before]);
    await fillDisk();
    const refused = large();
    await expect(channel.call('enqueue', [refused])).rejects.toThrow();
    await freeDisk();
    await channel.call('enqueue', [refused]);
    expect(await stored()).toEqual([before.id, refused.id]);
    expect(channel.failedReason).toBeUndefined();
  });

  test('reports the disk as full even when a faulty call is in the same transaction', async () => {
    const known = newMessage();
    await channel.call('enqueue', [known]);
    await fillDisk();
    const results = await Promise.allSettled([
      channel.call('enqueue', [{ ...newMessage(), id: known.id }]),
      channel.call('enqueue', [large()]),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(results[1]).toMatchObject({ reason: { code: 'storeUnavailable' } });
    expect(await stored()).toEqual([known.id]);
  });

  test('loses no receipt: a refused receipt is not taken for a repetition when it comes again', async () => {
    const message = newMessage({ lane: 1 });
    await channel.call('enqueue', [message]);
    await channel.call('claim', claimRequest(1));
    await fillDisk();
    // In one transaction: the answer, its receipt, and what fills the disk.
    const together = await Promise.allSettled([
      channel.call('settle', [accepted({ id: message.id, attempt: 1 }, 'ref-1')]),
      channel.call('receipts', [receipt('ref-1')], T0 + 5, true),
      channel.call('enqueue', [large()]),
    ]);
    expect(together.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    await freeDisk();
    // The carrier repeats the receipt before the answer is written again.
    expect(await channel.call('receipts', [receipt('ref-1')], T0 + 500, true)).toEqual([
      { kind: 'kept', reason: 'unknown' },
    ]);
    await channel.call('settle', [accepted({ id: message.id, attempt: 1 }, 'ref-1', { at: T0 + 2 })]);
    const { rows } = await channel.call('query', 'SELECT state FROM messages', []);
    expect(rows).toEqual([{ state: 3 }]);
  });

  test('leaves messages in the queue when it refuses a claim', async () => {
    const message = newMessage({ lane: 1 });
    await channel.call('enqueue', [message]);
    await fillDisk();
    const [claim] = await Promise.allSettled([
      channel.call('claim', claimRequest(1)),
      channel.call('enqueue', [large()]),
    ]);
    expect(claim.status).toBe('rejected');
    await freeDisk();
    const { claimed } = await channel.call('claim', claimRequest(1));
    expect(claimed).toMatchObject([{ id: message.id, attempt: 1 }]);
  });
});
