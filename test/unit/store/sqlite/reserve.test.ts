import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Store } from '../../../../src/store/store.ts';
import {
  accepted,
  claimedOf,
  inbound,
  newMessage,
  numberOf,
  receipt,
  T0,
} from '../../../support/store/messages.ts';
import { openSqliteStore } from '../../../support/store/sqlite-store.ts';
import { VirtualClock } from '../../../support/virtual-clock.ts';

let folder: string;
let store: Store;
let reason: string | undefined;
beforeEach(async () => {
  reason = undefined;
  folder = await mkdtemp(join(tmpdir(), 'tocsin-reserve-'));
  const disk = { reason: () => reason };
  store = await openSqliteStore(join(folder, 'x.db'), new VirtualClock(), { reserve: disk });
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

/** The arguments of calls that are refused before anybody reads them. */
const nothing = {} as never;
const unmatched = async () => (await store.unmatchedReceipts({ limit: 10, cursor: undefined })).items;

describe('a disk that is full up to its reserve', () => {
  test('refuses messages to phones and from phones, with the reason, and accepts them when there is room', async () => {
    reason = 'less than 200 MB are free';
    const refused = { code: 'storeUnavailable', message: reason };
    await expect(store.enqueue([newMessage()])).rejects.toMatchObject(refused);
    await expect(store.receive(inbound(), T0)).rejects.toMatchObject(refused);
    expect(store.failedReason()).toBe(reason);
    reason = undefined;
    await store.enqueue([newMessage()]);
    await store.receive(inbound(), T0);
    expect(store.failedReason()).toBeUndefined();
  });

  test('refuses batches, alerts, chunks of waves and imports', async () => {
    reason = 'less than 200 MB are free';
    const calls: readonly (() => Promise<unknown>)[] = [
      () => store.enqueueOnce({ owner: 'token-1', key: 'k', digest: 'd' }, newMessage()),
      () => store.enqueueBatch('token-1', 'k', nothing, nothing, [newMessage()]),
      () => store.createAlert(nothing, nothing, T0),
      () => store.storeChunk(nothing),
      () => store.imports.keepChunk(1, 1, new Uint8Array()),
      () => store.imports.importRows(nothing, nothing, T0),
    ];
    for (const call of calls) await expect(call()).rejects.toMatchObject({ message: reason });
  });

  test('accepts answers, receipts, and receipts that come before the response', async () => {
    const sent = await claimedOf(store);
    const overtaken = await claimedOf(store);
    await store.settle([accepted(sent, 'one')]);
    reason = 'less than 200 MB are free';
    const early = receipt('two', { to: overtaken.to });
    expect(await store.record([receipt('one'), early], T0 + 9)).toEqual([
      { kind: 'matched', ref: 'one' },
      { kind: 'kept', reason: 'unknown' },
    ]);
    await store.settle([accepted(overtaken, 'two')]);
    expect((await store.get(sent.id))?.state).toBe('delivered');
    expect((await store.get(overtaken.id))?.state).toBe('delivered');
  });

  test('only counts receipts that belong to no message', async () => {
    reason = 'less than 200 MB are free';
    const strangers = [receipt('nobody'), receipt('nothing', { to: numberOf(7777) })];
    expect(await store.record(strangers, T0)).toEqual([{ kind: 'counted' }, { kind: 'counted' }]);
    expect(await unmatched()).toEqual([]);
    // The receipt was not kept, so it is no repetition.
    reason = undefined;
    expect(await store.record(strangers.slice(0, 1), T0)).toEqual([{ kind: 'kept', reason: 'unknown' }]);
  });
});
