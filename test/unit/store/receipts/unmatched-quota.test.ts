import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DEFAULT_INTAKE_LIMITS } from '../../../../src/domain/messages/intake-limits.ts';
import { accepted, claimedOf, receipt, T0 } from '../../../support/store/messages.ts';
import { StoreOnDisk } from '../../../support/store/store-on-disk.ts';

const MINUTE_MS = 60_000;
const LIMITS = {
  ...DEFAULT_INTAKE_LIMITS,
  unmatchedReceipts: 15,
  others: { ...DEFAULT_INTAKE_LIMITS.others, unmatchedReceipts: 10 },
};

let disk: StoreOnDisk;
beforeEach(async () => {
  disk = await StoreOnDisk.open(LIMITS);
});
afterEach(() => disk.remove());

const flood = (count: number, at = T0, own: Parameters<typeof receipt>[1] = {}) =>
  disk.store.record(
    Array.from({ length: count }, (_, index) => receipt(`${own.route ?? 'a'}-${at}-${index}`, own)),
    at,
  );
const kindsOf = (matches: Awaited<ReturnType<typeof flood>>) => {
  const kinds = Object.groupBy(matches, ({ kind }) => kind);
  return { kept: kinds.kept?.length ?? 0, counted: kinds.counted?.length ?? 0 };
};
const refs = async () => {
  const { items } = await disk.store.unmatchedReceipts({ limit: 1000, cursor: undefined });
  return items.map(({ ref }) => ref);
};

describe('receipts that belong to no message', () => {
  test('are kept up to the limit of their route, and beyond it are only counted', async () => {
    expect(kindsOf(await flood(25))).toEqual({ kept: 10, counted: 15 });
    expect(await refs()).toHaveLength(10);
  });

  test('are kept up to the limit of all routes together', async () => {
    await flood(10);
    expect(kindsOf(await flood(10, T0, { route: 'carrier-b' }))).toEqual({ kept: 5, counted: 5 });
  });

  test('are deleted to make room for new ones, the oldest first, once they are more than 15 minutes old', async () => {
    await flood(10);
    const later = T0 + 20 * MINUTE_MS;
    expect(kindsOf(await flood(4, later))).toEqual({ kept: 4, counted: 0 });
    const kept = await refs();
    expect(kept).toHaveLength(10);
    expect(kept.filter((ref) => ref.startsWith(`a-${later}`))).toHaveLength(4);
    // All its spellings are deleted: a receipt that was dropped settles nothing any more.
    const message = await claimedOf(disk.store);
    await disk.store.settle([accepted(message, `a-${T0}-0`)]);
    expect((await disk.store.get(message.id))?.state).toBe('sent');
  });

  test('in a flood do not make the gateway drop a receipt that came before its response', async () => {
    const message = await claimedOf(disk.store);
    await disk.store.record([receipt('true', { to: message.to })], T0 + 5);
    await flood(1000, T0 + 6);
    await flood(1000, T0 + 2 * MINUTE_MS);
    await disk.store.settle([accepted(message, 'true')]);
    expect((await disk.store.get(message.id))?.state).toBe('delivered');
  });

  test('in a flood do not keep out a receipt that comes before its response, if it names the recipient', async () => {
    const message = await claimedOf(disk.store);
    await flood(1000, T0 + 5);
    expect(await disk.store.record([receipt('true', { to: message.to })], T0 + 6)).toEqual([
      { kind: 'kept', reason: 'unknown' },
    ]);
    await disk.store.settle([accepted(message, 'true')]);
    expect((await disk.store.get(message.id))?.state).toBe('delivered');
  });

  test('for the recipient of a message that is being sent are kept up to twice the limit', async () => {
    const { to } = await claimedOf(disk.store);
    expect(kindsOf(await flood(100, T0 + 5, { to }))).toEqual({ kept: 20, counted: 80 });
  });

  test('in a flood do not prevent the receipt of a message from being matched', async () => {
    const message = await claimedOf(disk.store);
    await disk.store.settle([accepted(message, 'mine')]);
    await flood(1000, T0 + 5);
    expect(await disk.store.record([receipt('mine')], T0 + 6)).toEqual([{ kind: 'matched', ref: 'mine' }]);
  });
});
